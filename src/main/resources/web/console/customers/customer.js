import {html} from 'lit';
import {get, read, remove} from '../api.js';
import {moment, t, word} from '../i18n.js';
import {confirmation} from '../parts/dialog.js';
import {Paged, pagedTable} from '../parts/paged.js';
import {tabs} from '../parts/tabs.js';
import {Page, go, problem} from '../view.js';
import './consents.js';

/** One customer: what is known, every call of any campaign, consents, and what blocks their number. */
class CustomerPage extends Page {
  static properties = {
    customer: {state: true},
    blocked: {state: true},
    failure: {state: true},
    erasing: {state: true},
    busy: {state: true},
    wrong: {state: true},
  };

  constructor() {
    super();
    this.calls = new Paged(this, {size: 20});
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
    this.calls.open(`/customers/${this.params.id}/calls`);
  }

  async load() {
    this.failure = null;
    try {
      const {value, version} = await read(`/customers/${this.params.id}`);
      this.version = version;
      this.customer = value;
      // The number itself is needed to ask about it.
      this.blocked = this.may('customers:pii') ? await get(`/do-not-call/${encodeURIComponent(value.phone)}`) : null;
    } catch (failure) {
      this.failure = failure;
    }
  }

  render() {
    return html`
      <p><a href="/console/customers">${t('customers.back')}</a></p>
      ${problem(this.failure, () => this.load())} ${this.customer ? this.shown(this.customer) : html`<h1>${t('customers.one')}</h1>`}
    `;
  }

  shown(customer) {
    const name = (this.may('customers:pii') ? customer.name : null) ?? customer.externalId;
    this.titled(name);
    return html`
      <h1><bdi>${name}</bdi></h1>
      ${this.blocked?.blocked ? html`<p class="notice bad">${t('customers.blocked')}</p>` : ''}
      <div class="actions">
        ${this.may('customers:write')
          ? html`<a class="button" href=${`/console/customers/${customer.id}/change`}>${t('customers.change')}</a>`
          : ''}
        ${this.may('customers:pii')
          ? html`<a class="button" href=${`/api/v1/customers/${customer.id}/data`} download=${`${customer.externalId}.json`}
              >${t('customers.data')}</a
            >`
          : ''}
        ${this.may('customers:write')
          ? html`<button class="danger" @click=${() => (this.erasing = true)}>${t('customers.erase')}</button>`
          : ''}
      </div>
      ${tabs(this, t('customers.one'), [
        {id: 'known', title: t('customers.tab.known'), content: () => this.known(customer)},
        {id: 'calls', title: t('customers.tab.calls'), content: () => this.history()},
        {
          id: 'consents',
          title: t('customers.tab.consents'),
          content: () => html`<od-consents .customerId=${customer.id} .who=${this.who}></od-consents>`,
        },
        {id: 'lists', title: t('customers.tab.lists'), content: () => this.lists()},
      ])}
      ${this.erasing ? this.erasure() : ''}
    `;
  }

  known(customer) {
    const core = [
      ['externalId', customer.externalId],
      ['phone', html`<bdi dir="ltr">${customer.phone}</bdi>`],
      ['email', customer.email],
      ['language', customer.language],
      ['city', customer.city],
      ['neighborhoods', customer.neighborhoods?.join(', ')],
      ['timeZone', customer.timeZone ?? customer.zones.join(', ')],
      ['preferredTimes', customer.preferredTimes],
      ['status', customer.status],
      ['lastContacted', customer.lastContacted ? moment(customer.lastContacted) : null],
      ['consentAt', customer.consentAt ? moment(customer.consentAt) : null],
      ['updatedAt', moment(customer.updatedAt)],
    ];
    const attributes = Object.entries(customer.attributes);
    return html`<dl class="known">
        ${core.map(([name, value]) => html`<div><dt>${t(`customers.${name}`)}</dt><dd><bdi>${value || '–'}</bdi></dd></div>`)}
      </dl>
      <h2>${t('customers.attributes')}</h2>
      ${attributes.length === 0 ? html`<p class="muted">${t('customers.attributes.none')}</p>` : ''}
      <dl class="known">
        ${attributes.map(
          ([name, value]) => html`<div>
            <dt><bdi>${name}</bdi></dt>
            <dd><bdi>${typeof value === 'object' ? JSON.stringify(value) : String(value)}</bdi></dd>
          </div>`,
        )}
      </dl>`;
  }

  history() {
    return pagedTable({
      label: t('customers.tab.calls'),
      paged: this.calls,
      empty: html`<p class="muted">${t('customers.calls.none')}</p>`,
      columns: [
        {title: t('customers.call.at'), head: true, cell: ({startedAt}) => moment(startedAt)},
        {
          title: t('customers.call.campaign'),
          cell: ({campaignId}) => html`<a href=${`/console/campaigns/${campaignId}`}>${t('customers.call.open')}</a>`,
        },
        {
          title: t('customers.call.outcome'),
          cell: ({outcome, state}) => (outcome ? word('outcome', outcome) : word('callstate', state)),
        },
        {
          title: t('customers.call.result'),
          cell: ({disposition}) => (disposition ? word('disposition', disposition) : '–'),
        },
        {title: t('customers.call.summary'), cell: ({summary}) => html`<span dir="auto">${summary ?? '–'}</span>`},
      ],
    });
  }

  lists() {
    if (!this.blocked) {
      return html`<p class="muted">${t('customers.lists.hidden')}</p>`;
    }
    return this.blocked.entries.length === 0
      ? html`<p class="muted">${t('customers.lists.none')}</p>`
      : html`<ul>
          ${this.blocked.entries.map(
            ({list, reason, createdAt}) =>
              html`<li><strong>${word('list', list)}</strong> – ${moment(createdAt)} <bdi>${reason ?? ''}</bdi></li>`,
          )}
        </ul>`;
  }

  erasure() {
    return confirmation({
      title: t('customers.erase.title'),
      text: t('customers.erase.text'),
      action: t('customers.erase'),
      danger: true,
      busy: this.busy,
      failure: this.wrong,
      close: () => (this.erasing = false),
      act: () =>
        this.attempt(async () => {
          await remove(`/customers/${this.customer.id}`, this.version);
          go('/console/customers');
        }),
    });
  }
}

customElements.define('od-customer', CustomerPage);
