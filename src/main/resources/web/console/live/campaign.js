import {html} from 'lit';
import {get} from '../api.js';
import './campaign-actions.js';
import {t, word} from '../i18n.js';
import {OVER} from '../parts/words.js';
import {Page, problem} from '../view.js';
import {newestCalls} from './calls.js';
import {inWords} from './cause.js';
import {Feed} from './feed.js';
import {guards} from './guards.js';
import {happened} from './happened.js';
import {standing} from './standing.js';
import {follow} from './stream.js';
import {timeline} from './timeline.js';

/** States in which the service itself may have put a campaign, and which then need somebody. */
const WORRYING = new Set(['paused', 'failed', 'scheduled']);

/** One campaign, live: everything that moves comes from its stream of events. */
class CampaignPage extends Page {
  static properties = {
    campaign: {state: true},
    link: {state: true},
    failure: {state: true},
  };

  constructor() {
    super();
    this.feed = new Feed(() => this.news());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.leave();
  }

  /** Once: the frame hands over the same address again whenever it is drawn itself. */
  willUpdate() {
    if (this.opened !== this.params.id) {
      this.opened = this.params.id;
      this.open();
    }
  }

  leave() {
    this.unfollow?.();
    this.feed.clear();
  }

  async open() {
    this.leave();
    this.failure = null;
    try {
      await this.readCampaign();
    } catch (failure) {
      this.failure = failure;
      return;
    }
    if (this.isConnected) {
      this.unfollow = follow(`/api/v1/campaigns/${this.params.id}/events`, {
        state: (link) => (this.link = link),
        event: (type, data, key) => this.feed.take(type, data, key),
      });
    }
  }

  async readCampaign() {
    this.campaign = await get(`/campaigns/${this.params.id}`);
  }

  news() {
    this.requestUpdate();
    const state = this.feed.now.progress?.state;
    if (state && state !== this.known) {
      this.known = state;
      if (state !== this.campaign.state) {
        this.readCampaign().catch((failure) => (this.failure = failure));
      }
    }
  }

  render() {
    this.titled(this.campaign?.name ?? t('live.campaign'));
    return html`
      <p><a href="/console/campaigns">${t('live.all')}</a></p>
      ${problem(this.failure, () => this.open())} ${this.campaign ? this.shown(this.campaign) : ''}
    `;
  }

  shown(campaign) {
    const {progress, quality, calls, timeline: times} = this.feed.now;
    const state = progress?.state ?? campaign.state;
    return html`
      <div class="title">
        <h1><bdi>${campaign.name ?? t('live.unnamed')}</bdi></h1>
        <span class="badge ${state}" role="status">${word('state', state)}</span>
        <span class="link ${this.link}" role="status">${['live', 'lost', 'refused'].includes(this.link) ? t(`live.${this.link}`) : ''}</span>
      </div>
      ${this.why(progress ?? campaign, state)}
      <od-campaign-actions
        .campaign=${campaign}
        .may=${this.may('campaigns:launch')}
        @acted=${(acted) => (this.campaign = acted.detail)}
      ></od-campaign-actions>
      ${this.ways(campaign, state)}
      ${progress ? standing(campaign, progress) : ''} ${quality ? guards(quality) : ''} ${times ? timeline(times) : ''}
      ${calls ? newestCalls(calls.newest) : ''} ${happened(this.feed.happened)}
    `;
  }

  /** Where one may go from here. */
  ways({id, activatedAt}, state) {
    const edit = this.may('campaigns:write') && !OVER.includes(state);
    return html`<p class="ways">
      ${activatedAt ? html`<a href=${`/console/campaigns/${id}/report`}>${t('live.report')}</a>` : ''}
      ${edit ? html`<a href=${`/console/campaigns/${id}/edit`}>${t('live.edit')}</a>` : ''}
    </p>`;
  }

  why({stateCause, stateReason}, state) {
    const words = inWords(stateCause, stateReason);
    return words ? html`<div class="notice ${stateCause && WORRYING.has(state) ? 'bad' : ''}"><p>${words}</p></div>` : '';
  }
}

customElements.define('od-campaign', CampaignPage);
