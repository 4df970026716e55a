import {html} from 'lit';
import {get, search} from '../api.js';
import {t} from '../i18n.js';
import {selectField} from '../parts/field.js';
import {View, problem} from '../view.js';

/** Core fields that a variable may take its value from, beside the tenant's attributes. */
const FIELDS = ['first_name', 'name', 'city', 'neighborhoods[0]', 'status', 'language', 'external_id', 'last_contacted'];
const CUSTOMERS = 20;

/** What a published script says to one customer; where each variable takes its value from can be tried out. */
class ScriptExample extends View {
  static properties = {
    script: {attribute: false},
    names: {attribute: false},
    unpublished: {attribute: false},
    customers: {state: true},
    fields: {state: true},
    spoken: {state: true},
    failure: {state: true},
  };

  constructor() {
    super();
    this.customers = [];
    this.fields = FIELDS;
  }

  async connectedCallback() {
    super.connectedCallback();
    try {
      const [customers, attributes] = await Promise.all([get(`/customers?limit=${CUSTOMERS}`), get('/attributes')]);
      this.customers = customers.items;
      this.fields = [...FIELDS, ...attributes.items.map(({name}) => `attributes.${name}`)];
    } catch (failure) {
      this.failure = failure;
    }
  }

  /** The field of a variable's own name, if there is one. */
  usual(name) {
    return this.fields.find((field) => field === name || field === `attributes.${name}`) ?? '';
  }

  async say(submit) {
    submit.preventDefault();
    const form = new FormData(submit.target);
    const variables = Object.fromEntries(
      this.names.map((name) => [name, {from: form.get(`from.${name}`) || null, fallback: form.get(`fallback.${name}`) || null}]),
    );
    this.failure = null;
    try {
      this.spoken = await search(`/scripts/${this.script.id}/render`, {customerId: form.get('customer'), variables});
    } catch (failure) {
      this.failure = failure;
    }
  }

  render() {
    return html`<section aria-labelledby="example">
      <h2 id="example">${t('example.title')}</h2>
      ${this.customers.length === 0 ? html`<p class="muted">${t('example.nobody')} <a href="/console/customers">${t('nav.customers')}</a></p>` : this.form()}
      ${problem(this.failure)}
    </section>`;
  }

  form() {
    return html`<form @submit=${this.say}>
        ${this.unpublished ? html`<p class="notice">${t('example.unpublished')}</p>` : ''}
        ${selectField({
          name: 'customer',
          label: t('example.customer'),
          value: this.customers[0].id,
          options: this.customers.map(({id, name, externalId}) => [id, name ?? externalId]),
        })}
        <datalist id="fields">${this.fields.map((name) => html`<option value=${name}></option>`)}</datalist>
        ${this.names.map(
          (name) => html`<fieldset class="variable-source">
            <legend><bdi dir="ltr">${name}</bdi></legend>
            <label>${t('example.from')} <input name=${`from.${name}`} list="fields" dir="ltr" maxlength="200" .value=${this.usual(name)} /></label>
            <label>${t('example.fallback')} <input name=${`fallback.${name}`} maxlength="500" dir="auto" /></label>
          </fieldset>`,
        )}
        <button>${t('example.show')}</button>
      </form>
      <div role="status">
        ${this.spoken
          ? html`<blockquote class="spoken" dir="auto">${this.spoken.text}</blockquote>
              ${this.spoken.missing.length > 0
                ? html`<p class="notice">${t('example.missing')} <bdi dir="ltr">${this.spoken.missing.join(', ')}</bdi></p>`
                : ''}`
          : ''}
      </div>`;
  }
}

customElements.define('od-script-example', ScriptExample);
