import {html} from 'lit';
import {Intents, patch, post, read} from '../api.js';
import {t} from '../i18n.js';
import {areaField, formProblem, textField} from '../parts/field.js';
import {patchOf} from '../parts/merge-patch.js';
import {Unsent} from '../parts/unsent.js';
import {Page, go, problem} from '../view.js';

/** Fields of a customer that are one line of text, in the order of the form. */
const TEXTS = ['name', 'phone', 'email', 'externalId', 'city', 'timeZone', 'language', 'status', 'preferredTimes'];
const LTR = new Set(['phone', 'email', 'externalId', 'timeZone', 'language', 'preferredTimes']);
const PLACES = [...TEXTS, 'neighborhoods', 'attributes'].map((name) => `/${name}`);

const written = (customer) => ({
  ...Object.fromEntries(TEXTS.map((name) => [name, customer?.[name] ?? ''])),
  neighborhoods: (customer?.neighborhoods ?? []).join(', '),
  attributes: Object.keys(customer?.attributes ?? {}).length > 0 ? JSON.stringify(customer.attributes, null, 2) : '',
});

const valueOf = (name, text) => {
  if (name === 'neighborhoods') {
    return text.split(/[,،]/).map((each) => each.trim()).filter(Boolean);
  }
  return name === 'attributes' ? JSON.parse(text || '{}') : text || null;
};

/** A new customer, or another version of one. Only what was changed is sent, so that a masked number is never sent back. */
class CustomerForm extends Page {
  static properties = {customer: {state: true}, failure: {state: true}, jsonWrong: {state: true}, busy: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    this.intents = new Intents();
    this.unsent = new Unsent(this, `customer.${this.params.id ?? 'new'}`);
    this.load();
  }

  async load() {
    this.failure = null;
    try {
      const {value, version} = this.params.id ? await read(`/customers/${this.params.id}`) : {value: null, version: null};
      this.before = written(value);
      this.version = version;
      this.customer = value ?? {};
    } catch (failure) {
      this.failure = failure;
    }
  }

  async save(submit) {
    submit.preventDefault();
    const now = Object.fromEntries(new FormData(submit.target));
    const changed = Object.keys(this.before).filter((name) => now[name] !== this.before[name]);
    this.failure = null;
    this.jsonWrong = false;
    let body;
    try {
      body = Object.fromEntries(changed.map((name) => [name, valueOf(name, now[name])]));
      if (body.attributes) {
        body.attributes = patchOf(this.customer.attributes ?? {}, body.attributes);
      }
    } catch {
      this.jsonWrong = true;
      return;
    }
    await this.attempt(async () => {
      const saved = this.params.id
        ? await patch(`/customers/${this.params.id}`, body, this.version)
        : await post('/customers', body, this.intents.key('customer', body));
      this.unsent.drop();
      go(`/console/customers/${saved.id}`);
    }, 'failure');
  }

  render() {
    const title = t(this.params.id ? 'customers.change' : 'customers.new');
    const back = this.params.id ? `/console/customers/${this.params.id}` : '/console/customers';
    this.titled(title);
    return html`
      <p><a href=${back}>${t('shell.back')}</a></p>
      <h1>${title}</h1>
      ${this.customer ? this.form(back) : problem(this.failure, () => this.load())}
    `;
  }

  form(back) {
    const {failure} = this;
    const value = (name) => this.unsent.value(name, this.before[name]);
    return html`${this.unsent.notice()}
      <form @submit=${this.save} @input=${this.unsent.keep}>
        ${TEXTS.map((name) =>
          textField({
            name,
            label: t(`customers.${name}`),
            hint: ['phone', 'timeZone', 'preferredTimes'].includes(name) ? t(`customers.${name}.hint`) : '',
            value: value(name),
            required: name === 'phone' || name === 'externalId',
            ltr: LTR.has(name),
            maxLength: 200,
            failure,
          }),
        )}
        ${textField({
          name: 'neighborhoods',
          label: t('customers.neighborhoods'),
          hint: t('customers.neighborhoods.hint'),
          value: value('neighborhoods'),
          failure,
        })}
        ${areaField({
          name: 'attributes',
          label: t('customers.attributes'),
          hint: t('customers.attributes.hint'),
          value: value('attributes'),
          ltr: true,
          failure,
        })}
        ${this.jsonWrong ? html`<p class="wrong" role="alert">${t('customers.attributes.wrong')}</p>` : ''}
        ${formProblem(failure, PLACES)}
        <div class="actions">
          <button class="primary" ?disabled=${this.busy}>${t('shell.save')}</button>
          <a class="button" href=${back} @click=${this.unsent.drop}>${t('shell.cancel')}</a>
        </div>
      </form>`;
  }
}

customElements.define('od-customer-form', CustomerForm);
