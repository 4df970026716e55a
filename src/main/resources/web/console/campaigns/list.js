import {html} from 'lit';
import {get} from '../api.js';
import {moment, t, word} from '../i18n.js';
import {progressBar} from '../parts/progress-bar.js';
import {Page, go, problem} from '../view.js';

const PAGE_SIZE = 20;
const READERS = 4;
const TYPING_MS = 250;
const STATES = ['draft', 'scheduled', 'active', 'paused', 'completed', 'stopped', 'failed'];
/** States in which nobody has been matched yet, so that there is no progress to read. */
const BEFORE = new Set(['draft', 'scheduled']);

/** All campaigns, newest first. What is asked for stands in the address, so it is there again after a reload. */
class Campaigns extends Page {
  static properties = {
    found: {state: true},
    cursor: {state: true},
    progress: {state: true},
    loading: {state: true},
    failure: {state: true},
  };

  constructor() {
    super();
    this.found = [];
    this.cursor = null;
    this.progress = {};
    this.readAddress();
  }

  connectedCallback() {
    super.connectedCallback();
    this.returned = () => {
      if (!location.pathname.startsWith('/console/campaigns/')) {
        this.readAddress();
        this.search();
      }
    };
    addEventListener('popstate', this.returned);
    addEventListener('outdial-navigated', this.returned);
    this.search();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('popstate', this.returned);
    removeEventListener('outdial-navigated', this.returned);
    clearTimeout(this.typing);
    this.reading?.abort();
  }

  readAddress() {
    const asked = new URLSearchParams(location.search);
    this.text = asked.get('q') ?? '';
    this.inState = asked.get('state') ?? '';
  }

  asked() {
    const asked = new URLSearchParams();
    if (this.text) {
      asked.set('q', this.text);
    }
    if (this.inState) {
      asked.set('state', this.inState);
    }
    return asked;
  }

  search() {
    this.reading?.abort();
    this.reading = new AbortController();
    return this.load(null);
  }

  async load(cursor) {
    const {signal} = this.reading;
    const asked = this.asked();
    asked.set('limit', PAGE_SIZE);
    if (cursor) {
      asked.set('cursor', cursor);
    }
    this.loading = true;
    this.failure = null;
    try {
      const page = await get(`/campaigns?${asked}`, signal);
      this.found = cursor ? [...this.found, ...page.items] : page.items;
      this.cursor = page.nextCursor;
      this.loading = false;
      await this.readProgress(page.items, signal);
    } catch (failure) {
      if (!signal.aborted) {
        this.failure = failure;
        this.loading = false;
      }
    }
  }

  /** A few at a time, so that a list never floods the service. */
  async readProgress(campaigns, signal) {
    const waiting = campaigns.filter(({state}) => !BEFORE.has(state)).map(({id}) => id);
    const reader = async () => {
      while (waiting.length > 0) {
        const id = waiting.shift();
        const progress = await get(`/campaigns/${id}/progress`, signal);
        this.progress = {...this.progress, [id]: progress};
      }
    };
    await Promise.all(Array.from({length: READERS}, reader));
  }

  typed(input) {
    this.text = input.target.value.trim();
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.narrowed(), TYPING_MS);
  }

  chosen(change) {
    this.inState = change.target.value;
    this.narrowed();
  }

  narrowed() {
    const asked = this.asked().toString();
    go(`/console/campaigns${asked ? `?${asked}` : ''}`, {replace: true});
    this.search();
  }

  render() {
    document.title = `${t('campaigns.title')} – Outdial`;
    return html`
      <h1>${t('campaigns.title')}</h1>
      <form role="search" aria-label=${t('campaigns.search')} @submit=${(submit) => submit.preventDefault()}>
        <label
          >${t('campaigns.name')} <input type="search" name="q" maxlength="200" .value=${this.text} @input=${this.typed}
        /></label>
        <label
          >${t('campaigns.state')}
          <select name="state" @change=${this.chosen}>
            <option value="" ?selected=${this.inState === ''}>${t('campaigns.all')}</option>
            ${STATES.map(
              (state) => html`<option value=${state} ?selected=${state === this.inState}>${word('state', state)}</option>`,
            )}
          </select></label
        >
      </form>
      ${problem(this.failure, () => this.search())}
      <p class="unseen" role="status">${this.loading ? t('shell.loading') : t('campaigns.shown', {count: this.found.length})}</p>
      ${this.found.length > 0 ? this.list() : this.loading || this.failure ? '' : this.empty()}
    `;
  }

  list() {
    return html`<div class="scrolls" role="region" tabindex="0" aria-label=${t('campaigns.title')}>
        <table class="campaigns">
          <thead>
            <tr>
              <th scope="col">${t('campaigns.name')}</th>
              <th scope="col">${t('campaigns.state')}</th>
              <th scope="col">${t('campaigns.progress')}</th>
              <th scope="col">${t('campaigns.created')}</th>
            </tr>
          </thead>
          <tbody>
            ${this.found.map((campaign) => this.row(campaign))}
          </tbody>
        </table>
      </div>
      ${this.cursor
        ? html`<button ?disabled=${this.loading} @click=${() => this.load(this.cursor)}>${t('campaigns.more')}</button>`
        : ''}`;
  }

  row({id, name, state, createdAt}) {
    const progress = this.progress[id];
    return html`<tr>
      <th scope="row"><a href="/console/campaigns/${id}"><bdi>${name ?? t('campaigns.unnamed')}</bdi></a></th>
      <td><span class="badge ${state}">${word('state', state)}</span></td>
      <td>${progress ? progressBar(progress.targets) : BEFORE.has(state) ? t('campaigns.notStarted') : '…'}</td>
      <td>${moment(createdAt)}</td>
    </tr>`;
  }

  empty() {
    if (this.text || this.inState) {
      return html`<section class="empty">
        <h2>${t('campaigns.none.title')}</h2>
        <p>${t('campaigns.none.text')}</p>
      </section>`;
    }
    return html`<section class="empty">
      <h2>${t('campaigns.first.title')}</h2>
      <p>${t('campaigns.first.text')}</p>
      <ol>
        <li>${t('campaigns.first.customers')}</li>
        <li>${t('campaigns.first.audience')}</li>
        <li>${t('campaigns.first.script')}</li>
        <li>${t('campaigns.first.campaign')}</li>
      </ol>
      <p>${t('campaigns.first.how')} <a href="/q/openapi">/q/openapi</a></p>
    </section>`;
  }
}

customElements.define('od-campaigns', Campaigns);
