import {html, nothing} from 'lit';
import {get, newKey, post, remove} from '../api.js';
import {moment, number, t, word} from '../i18n.js';
import {confirmation} from '../parts/dialog.js';
import {progressBar} from '../parts/progress-bar.js';
import {OBJECTIVES, STATES} from '../parts/words.js';
import {Page, go, problem} from '../view.js';

const PAGE_SIZE = 50;
const TYPING_MS = 250;
const AGAIN_MS = 10_000;
const FILTERS = ['q', 'state', 'objective', 'after'];
const EDITABLE = new Set(['draft', 'scheduled', 'active', 'paused']);

/**
 * All campaigns, newest first, with how far each is, a page at a time: however many there are, the page is as quick as with few. What
 * is asked for stands in the address, so it is there again after a reload.
 */
class Campaigns extends Page {
  static properties = {
    page: {state: true},
    loading: {state: true},
    failure: {state: true},
    deleting: {state: true},
    busy: {state: true},
  };

  connectedCallback() {
    super.connectedCallback();
    this.deeper = 0;
    this.returned = () => this.arrive();
    addEventListener('popstate', this.returned);
    this.arrive();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('popstate', this.returned);
    clearTimeout(this.typing);
    clearTimeout(this.timer);
    this.reading?.abort();
  }

  arrive() {
    const asked = new URLSearchParams(location.search);
    this.asked = Object.fromEntries(FILTERS.map((filter) => [filter, asked.get(filter) ?? '']));
    this.read();
  }

  address(asked) {
    const said = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ''));
    return `/console/campaigns${said.size > 0 ? `?${said}` : ''}`;
  }

  async read({quietly = false} = {}) {
    this.reading?.abort();
    clearTimeout(this.timer);
    const {signal} = (this.reading = new AbortController());
    const {q, state, objective, after} = this.asked;
    const asked = {q, state, objective, cursor: after};
    const said = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ''));
    this.loading = !quietly;
    try {
      const page = await get(`/campaigns?include=progress&limit=${PAGE_SIZE}&${said}`, signal);
      if (!signal.aborted) {
        this.page = page;
        this.failure = null;
      }
    } catch (failure) {
      if (!signal.aborted && !quietly) {
        this.failure = failure;
      }
    } finally {
      if (!signal.aborted) {
        this.loading = false;
        this.timer = setTimeout(() => this.again(), AGAIN_MS);
      }
    }
  }

  /** While calls are made on this page, it follows them; not while nobody looks. */
  again() {
    if (!document.hidden && this.page?.items.some(({state}) => state === 'active' || state === 'scheduled')) {
      this.read({quietly: true});
    } else {
      this.timer = setTimeout(() => this.again(), AGAIN_MS);
    }
  }

  narrow(filter, value) {
    this.asked = {...this.asked, [filter]: value, after: ''};
    this.deeper = 0;
    go(this.address(this.asked), {replace: true});
    this.read();
  }

  typed({target}) {
    clearTimeout(this.typing);
    const text = target.value.trim();
    this.typing = setTimeout(() => this.narrow('q', text), TYPING_MS);
  }

  older() {
    this.deeper += 1;
    this.asked = {...this.asked, after: this.page.nextCursor};
    history.pushState(null, '', this.address(this.asked));
    this.turned();
  }

  newer() {
    if (this.deeper > 0) {
      this.deeper -= 1;
      history.back();
    } else {
      this.narrow('after', '');
    }
  }

  async turned() {
    await this.read();
    scrollTo(0, 0);
    await this.updateComplete;
    this.querySelector('.scrolls')?.focus();
  }

  render() {
    this.titled(t('campaigns.title'));
    const {asked, page} = this;
    return html`
      <div class="title">
        <h1>${t('campaigns.title')}</h1>
        ${this.may('campaigns:write') ? html`<a class="button primary" href="/console/campaigns/new">${t('campaigns.new')}</a>` : ''}
      </div>
      <form role="search" aria-label=${t('campaigns.search')} @submit=${(submit) => submit.preventDefault()}>
        <label
          >${t('campaigns.name')}
          <input type="search" name="q" maxlength="200" .value=${asked.q} @input=${this.typed}
        /></label>
        ${this.filter('state', t('campaigns.state'), t('campaigns.all'), STATES.map((state) => [state, word('state', state)]))}
        ${this.filter(
          'objective',
          t('campaigns.objective'),
          t('campaigns.objective.all'),
          OBJECTIVES.map((each) => [each, t(`campaigns.objective.${each}`)]),
        )}
      </form>
      ${problem(this.failure, () => this.read())}
      <p class="unseen" role="status">
        ${this.loading ? t('shell.loading') : page ? t('campaigns.shown', {count: number(page.items.length)}) : ''}
      </p>
      ${page ? (page.items.length > 0 ? this.list(page) : this.loading ? '' : this.empty()) : ''}
      ${this.deleting ? this.confirmation() : ''}
    `;
  }

  filter(name, label, all, options) {
    const value = this.asked[name];
    return html`<label
      >${label}
      <select name=${name} @change=${({target}) => this.narrow(name, target.value)}>
        <option value="" ?selected=${value === ''}>${all}</option>
        ${options.map(([option, text]) => html`<option value=${option} ?selected=${option === value}>${text}</option>`)}
      </select></label
    >`;
  }

  list({items, nextCursor}) {
    return html`<div class="scrolls" role="region" tabindex="0" aria-label=${t('campaigns.title')}>
        <table class="campaigns">
          <thead>
            <tr>
              <th scope="col">${t('campaigns.name')}</th>
              <th scope="col">${t('campaigns.state')}</th>
              <th scope="col">${t('campaigns.progress')}</th>
              <th scope="col">${t('campaigns.created')}</th>
              ${this.may('campaigns:write') ? html`<th scope="col">${t('campaigns.actions')}</th>` : ''}
            </tr>
          </thead>
          <tbody>
            ${items.map((campaign) => this.row(campaign))}
          </tbody>
        </table>
      </div>
      <div class="actions">
        ${this.asked.after ? html`<button type="button" @click=${this.newer}>${t('campaigns.newer')}</button>` : ''}
        ${nextCursor
          ? html`<button type="button" ?disabled=${this.loading} @click=${this.older}>${t('campaigns.older')}</button>`
          : ''}
      </div>`;
  }

  row(campaign) {
    const {id, name, state, createdAt, progress} = campaign;
    const plans = state === 'draft' && this.may('campaigns:write');
    const shown = name ?? t('campaigns.unnamed');
    return html`<tr>
      <th scope="row"><a href=${`/console/campaigns/${id}${plans ? '/edit' : ''}`}><bdi>${shown}</bdi></a></th>
      <td><span class="badge ${state}">${word('state', state)}</span></td>
      <td>${progress ? progressBar(progress.targets) : t('campaigns.notStarted')}</td>
      <td>${moment(createdAt)}</td>
      ${this.may('campaigns:write') ? html`<td class="row-actions">${this.rowActions(campaign, shown)}</td>` : ''}
    </tr>`;
  }

  rowActions({id, state, activatedAt, version}, name) {
    return html`
      ${EDITABLE.has(state)
        ? html`<a class="button" href=${`/console/campaigns/${id}/edit`} aria-label=${t('campaigns.edit.name', {name})}>${t('campaigns.edit')}</a>`
        : ''}
      <button type="button" ?disabled=${this.busy} aria-label=${t('campaigns.duplicate.name', {name})} @click=${() => this.duplicate(id)}>
        ${t('campaigns.duplicate')}
      </button>
      ${state === 'draft'
        ? html`<button type="button" aria-label=${t('campaigns.delete.name', {name})} @click=${() => this.ask({id, name, version})}>
            ${t('campaigns.delete')}
          </button>`
        : nothing}
    `;
  }

  async duplicate(id) {
    this.busy = true;
    try {
      const copy = await post(`/campaigns/${id}/duplicate`, null, newKey());
      go(`/console/campaigns/${copy.id}/edit`);
    } catch (failure) {
      this.failure = failure;
    } finally {
      this.busy = false;
    }
  }

  ask(campaign) {
    this.refused = null;
    this.deleting = campaign;
  }

  confirmation() {
    return confirmation({
      title: t('campaigns.delete.title', {name: this.deleting.name}),
      text: t('campaigns.delete.text'),
      action: t('campaigns.delete'),
      danger: true,
      busy: this.busy,
      failure: this.refused,
      close: () => (this.deleting = null),
      act: () => this.delete(),
    });
  }

  async delete() {
    this.busy = true;
    try {
      await remove(`/campaigns/${this.deleting.id}`, `"${this.deleting.version}"`);
      this.deleting = null;
      this.read();
    } catch (failure) {
      this.refused = failure;
    } finally {
      this.busy = false;
    }
  }

  empty() {
    const {q, state, objective} = this.asked;
    if (q || state || objective) {
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
        <li>${t('campaigns.first.campaign')}</li>
        <li>${t('campaigns.first.audience')}</li>
        <li>${t('campaigns.first.launch')}</li>
      </ol>
    </section>`;
  }
}

customElements.define('od-campaigns', Campaigns);
