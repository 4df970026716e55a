import {html} from 'lit';
import {t} from '../i18n.js';
import {empty, Paged, pagedTable} from '../parts/paged.js';
import {Page, go} from '../view.js';

const TYPING_MS = 300;
const FIELDS = ['q', 'city', 'status'];

const escaped = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * What was asked for as a query of the API; null for everybody.
 *
 * @param open whether the person may see names and numbers: who may not may not ask for them either
 */
export const queryOf = ({q, city, status}, open) => {
  const parts = [];
  if (q && !open) {
    parts.push({external_id: q});
  } else if (q) {
    const ways = [{name: {$regex: escaped(q), $options: 'i'}}, {external_id: q}];
    const phone = q.replaceAll(/[\s()-]/g, '');
    parts.push({$or: /^\+\d{7,15}$/.test(phone) ? [...ways, {phone}] : ways});
  }
  if (city) {
    parts.push({city: {$regex: `^${escaped(city)}$`, $options: 'i'}});
  }
  if (status) {
    parts.push({status: {$regex: `^${escaped(status)}$`, $options: 'i'}});
  }
  return parts.length === 0 ? null : parts.length === 1 ? parts[0] : {$and: parts};
};

/** The tenant's customers, found by name, number, id, city or status; what is asked for stands in the address. */
class Customers extends Page {
  constructor() {
    super();
    this.paged = new Paged(this);
    this.readAddress();
  }

  connectedCallback() {
    super.connectedCallback();
    this.find();
    this.returned = () => {
      this.readAddress();
      this.find();
    };
    addEventListener('popstate', this.returned);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('popstate', this.returned);
    clearTimeout(this.typing);
  }

  readAddress() {
    const asked = new URLSearchParams(location.search);
    this.asked = Object.fromEntries(FIELDS.map((name) => [name, asked.get(name) ?? '']));
  }

  get open() {
    return this.may('customers:pii');
  }

  find() {
    const query = queryOf(this.asked, this.open);
    return query ? this.paged.open('/customers/search', {query}) : this.paged.open('/customers');
  }

  typed(input) {
    this.asked[input.target.name] = input.target.value.trim();
    clearTimeout(this.typing);
    this.typing = setTimeout(() => {
      const given = Object.entries(this.asked).filter(([, value]) => value);
      const query = new URLSearchParams(given).toString();
      go(`/console/customers${query ? `?${query}` : ''}`, {replace: true});
      this.find();
    }, TYPING_MS);
  }

  render() {
    this.titled(t('nav.customers'));
    return html`
      <div class="title">
        <h1>${t('nav.customers')}</h1>
        ${this.may('customers:write')
          ? html`<div class="actions">
              <a class="button primary" href="/console/customers/import">${t('customers.import')}</a>
              <a class="button" href="/console/customers/new">${t('customers.new')}</a>
            </div>`
          : ''}
      </div>
      <form role="search" aria-label=${t('customers.search')} @submit=${(submit) => submit.preventDefault()} @input=${this.typed}>
        <label>${t(this.open ? 'customers.q' : 'customers.externalId')} <input type="search" name="q" maxlength="200" .value=${this.asked.q} /></label>
        <label>${t('customers.city')} <input type="search" name="city" maxlength="100" .value=${this.asked.city} /></label>
        <label>${t('customers.status')} <input type="search" name="status" maxlength="100" .value=${this.asked.status} /></label>
      </form>
      ${pagedTable({label: t('nav.customers'), paged: this.paged, columns: this.columns(), empty: this.nobody()})}
      ${this.paged.items.length > 0
        ? html`<p><a href="/api/v1/customers/export?format=csv" download="customers.csv">${t('customers.export')}</a></p>`
        : ''}
    `;
  }

  columns() {
    return [
      {
        title: t('customers.name'),
        head: true,
        cell: ({id, name, externalId}) =>
          html`<a href="/console/customers/${id}"><bdi>${(this.open ? name : null) ?? externalId ?? t('customers.unnamed')}</bdi></a>`,
      },
      {title: t('customers.externalId'), cell: ({externalId}) => html`<bdi>${externalId ?? '–'}</bdi>`},
      {title: t('customers.phone'), cell: ({phone}) => html`<bdi dir="ltr">${phone}</bdi>`},
      {title: t('customers.city'), cell: ({city}) => html`<bdi>${city ?? '–'}</bdi>`},
      {title: t('customers.status'), cell: ({status}) => html`<bdi>${status ?? '–'}</bdi>`},
    ];
  }

  nobody() {
    if (queryOf(this.asked, this.open)) {
      return empty(t('customers.none.title'), t('customers.none.text'));
    }
    return empty(
      t('customers.first.title'),
      t('customers.first.text'),
      this.may('customers:write')
        ? html`<a class="button primary" href="/console/customers/import">${t('customers.import')}</a>`
        : html`<p>${t('customers.first.ask')}</p>`,
    );
  }
}

customElements.define('od-customers', Customers);
