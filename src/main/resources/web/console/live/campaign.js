import {html} from 'lit';
import {get} from '../api.js';
import './campaign-actions.js';
import {clock, moment, money, number, percent, span, t, word} from '../i18n.js';
import {countsTable, progressBar} from '../parts/progress-bar.js';
import {follow} from './stream.js';
import {Page, problem} from '../view.js';

const NEWEST = 10;
const CALLS_EVERY_MS = 2_000;
const KEPT_EVENTS = 50;
/** What paused a campaign when nobody did. */
const ENGINES = new Set(['guard', 'budget', 'engine']);

/** One campaign, live: what its stream of events says, and the newest calls, read again when there are new ones. */
class CampaignPage extends Page {
  static properties = {
    campaign: {state: true},
    progress: {state: true},
    happened: {state: true},
    calls: {state: true},
    link: {state: true},
    failure: {state: true},
  };

  constructor() {
    super();
    this.happened = [];
    this.calls = [];
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.leave();
  }

  willUpdate(changed) {
    if (changed.has('params')) {
      this.leave();
      this.open();
    }
  }

  leave() {
    this.unfollow?.();
    clearTimeout(this.callsTimer);
    this.callsTimer = null;
  }

  async open() {
    this.failure = null;
    this.happened = [];
    this.progress = null;
    const id = this.params.id;
    try {
      await this.readCampaign();
    } catch (failure) {
      this.failure = failure;
      return;
    }
    if (!this.isConnected || id !== this.params.id) {
      return;
    }
    this.unfollow = follow(`/api/v1/campaigns/${id}/events`, {
      state: (link) => (this.link = link),
      event: (type, data) => this.take(type, data),
    });
  }

  async readCampaign() {
    this.campaign = await get(`/campaigns/${this.params.id}`);
  }

  take(type, data) {
    if (type !== 'progress') {
      this.happened = [data, ...this.happened].slice(0, KEPT_EVENTS);
      return;
    }
    const moved = this.progress?.state !== data.state || this.campaign.state !== data.state;
    this.progress = data;
    this.readCallsSoon();
    if (moved) {
      this.readCampaign().catch((failure) => (this.failure = failure));
    }
  }

  /** However often progress comes, calls are read at most this often, and once more after the last. */
  readCallsSoon() {
    if (this.callsTimer) {
      return;
    }
    const wait = this.calls.length === 0 ? 0 : CALLS_EVERY_MS;
    this.callsTimer = setTimeout(async () => {
      try {
        this.calls = (await get(`/campaigns/${this.params.id}/calls?limit=${NEWEST}`)).items;
      } catch {
        // The next progress tries again; whether the service can be reached is shown by the stream.
      }
      this.callsTimer = null;
    }, wait);
  }

  render() {
    const {campaign} = this;
    document.title = `${campaign?.name ?? t('campaigns.title')} – Outdial`;
    return html`
      <p><a href="/console/campaigns">${t('campaigns.back')}</a></p>
      ${problem(this.failure, () => this.open())} ${campaign ? this.shown(campaign) : ''}
    `;
  }

  shown(campaign) {
    const {progress} = this;
    const state = progress?.state ?? campaign.state;
    return html`
      <div class="title">
        <h1><bdi>${campaign.name ?? t('campaigns.unnamed')}</bdi></h1>
        <span class="badge ${state}" role="status">${word('state', state)}</span>
        <span class="link ${this.link}" role="status">${this.link === 'lost' ? t('live.lost') : this.link === 'live' ? t('live.live') : ''}</span>
      </div>
      ${this.why(campaign, state)}
      <od-campaign-actions
        .campaign=${campaign}
        .may=${this.may('campaigns:launch')}
        @acted=${(acted) => (this.campaign = acted.detail)}
      ></od-campaign-actions>
      ${progress ? this.live(campaign, progress) : ''} ${this.events()}
    `;
  }

  /** Why it stands as it does: first in the page's words, then in the service's. */
  why(campaign, state) {
    if (!campaign.stateReason) {
      return '';
    }
    const by = campaign.stateChangedBy;
    const known = state === 'paused' && ENGINES.has(by);
    return html`<div class="notice ${known ? 'bad' : ''}">
      ${known ? html`<strong>${t(`paused.${by}`)}</strong>` : ''}
      <p dir="auto">${campaign.stateReason}</p>
    </div>`;
  }

  live(campaign, progress) {
    return html`
      <section aria-labelledby="progress">
        <h2 id="progress">${t('live.progress')}</h2>
        ${progressBar(progress.targets)}
        <dl class="figures">
          ${this.figure('live.inFlight', number(progress.inFlight))}
          ${this.figure('live.rate', number(progress.callsPerMinute))}
          ${this.figure('live.attempts', number(progress.attempts.total))}
          ${this.figure('live.success', progress.successRate === null ? '–' : percent(progress.successRate))}
          ${this.figure('live.eta', progress.etaSeconds === null ? '–' : span(progress.etaSeconds))}
          ${this.figure('live.binding', progress.bindingLimit ? word('limit', progress.bindingLimit) : t('live.unbound'))}
          ${this.figure('live.spend', this.spend(campaign, progress))}
        </dl>
        ${progress.draining ? html`<p class="notice">${t('live.draining')}</p>` : ''}
      </section>
      <div class="columns">
        <section>${countsTable(t('live.targets'), 'target', progress.targets.byState, t('progress.nobody'))}</section>
        <section>${countsTable(t('live.outcomes'), 'outcome', progress.attempts.byOutcome, t('live.noCalls'))}</section>
        <section>
          ${countsTable(t('live.dispositions'), 'disposition', progress.attempts.byDisposition, t('live.noCalls'))}
        </section>
        <section>${countsTable(t('live.suppressed'), 'reason', progress.suppressedByReason, t('live.noneSuppressed'))}</section>
      </div>
      ${this.newestCalls()}
    `;
  }

  figure(key, value) {
    return html`<div><dt>${t(key)}</dt><dd>${value}</dd></div>`;
  }

  spend(campaign, {spend}) {
    const budget = campaign.performance?.budget;
    if (!budget) {
      return money(spend);
    }
    const said = t('live.ofBudget', {spend: money(spend), budget: money(budget)});
    return html`${said} <meter min="0" max=${budget.amount} value=${spend.amount} aria-label=${said}></meter>`;
  }

  newestCalls() {
    return html`<section aria-labelledby="calls">
      <h2 id="calls">${t('live.calls')}</h2>
      ${this.calls.length === 0
        ? html`<p class="muted">${t('live.noCalls')}</p>`
        : html`<div class="scrolls" role="region" tabindex="0" aria-labelledby="calls">
            <table>
              <thead>
                <tr>
                  <th scope="col">${t('call.started')}</th>
                  <th scope="col">${t('call.phone')}</th>
                  <th scope="col">${t('call.state')}</th>
                  <th scope="col">${t('call.disposition')}</th>
                  <th scope="col">${t('call.attempt')}</th>
                </tr>
              </thead>
              <tbody>
                ${this.calls.map(
                  (call) => html`<tr>
                    <td>${clock(call.startedAt)}</td>
                    <td><bdi dir="ltr">${call.phone}</bdi></td>
                    <td>${call.outcome ? word('outcome', call.outcome) : word('callstate', call.state)}</td>
                    <td>${call.disposition ? word('disposition', call.disposition) : '–'}</td>
                    <td class="number">${number(call.attemptNo)}</td>
                  </tr>`,
                )}
              </tbody>
            </table>
          </div>`}
    </section>`;
  }

  events() {
    return html`<section aria-labelledby="events">
      <h2 id="events">${t('live.events')}</h2>
      ${this.happened.length === 0 ? html`<p class="muted">${t('live.noEvents')}</p>` : ''}
      <ol class="events">
        ${this.happened.map(
          ({type, at, actor, detail}) => html`<li>
            <time datetime=${at}>${moment(at)}</time> ${word('event', type)}
            ${detail.to ? html`– ${word('state', detail.to)}` : ''} <span class="muted"><bdi>${actor}</bdi></span>
            ${detail.reason ? html`<span dir="auto">${detail.reason}</span>` : ''}
          </li>`,
        )}
      </ol>
    </section>`;
  }
}

customElements.define('od-campaign', CampaignPage);
