import {html} from 'lit';
import {newKey, post, remove} from '../api.js';
import {moment, t, word} from '../i18n.js';
import {confirmation} from '../parts/dialog.js';
import {formProblem, selectField, textField} from '../parts/field.js';
import {Paged, pagedTable} from '../parts/paged.js';
import {View, problem} from '../view.js';

const BASES = ['express_written', 'express', 'implied', 'contract', 'legitimate_interest'];

/** What a customer consented to; recorded and taken back by those who may. */
class Consents extends View {
  static properties = {
    customerId: {attribute: false},
    who: {attribute: false},
    failure: {state: true},
    revoking: {state: true},
    busy: {state: true},
  };

  constructor() {
    super();
    this.paged = new Paged(this);
    this.key = newKey();
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  get path() {
    return `/customers/${this.customerId}/consents`;
  }

  load() {
    return this.paged.open(this.path);
  }

  async record(submit) {
    submit.preventDefault();
    const form = submit.target;
    await this.attempt(async () => {
      await post(this.path, Object.fromEntries(new FormData(form)), this.key);
      form.reset();
      await this.load();
    }, 'failure');
  }

  async revoke(submit) {
    const reason = new FormData(submit.target).get('reason');
    await this.attempt(async () => {
      await remove(`${this.path}${reason ? `?reason=${encodeURIComponent(reason)}` : ''}`);
      this.revoking = false;
      await this.load();
    }, 'failure');
  }

  render() {
    const may = this.who.scopes.includes('compliance:write');
    const live = this.paged.items.some(({revokedAt}) => !revokedAt);
    return html`
      ${pagedTable({
        label: t('customers.tab.consents'),
        paged: this.paged,
        empty: html`<p class="muted">${t('consents.none')}</p>`,
        columns: [
          {title: t('consents.basis'), head: true, cell: ({basis}) => word('basis', basis)},
          {title: t('consents.source'), cell: ({source}) => html`<bdi>${source}</bdi>`},
          {title: t('consents.given'), cell: ({givenAt}) => moment(givenAt)},
          {title: t('consents.until'), cell: ({expiresAt}) => moment(expiresAt)},
          {title: t('consents.revoked'), cell: ({revokedAt}) => moment(revokedAt)},
        ],
      })}
      ${may && live
        ? html`<button class="danger" @click=${() => (this.revoking = true)}>${t('consents.revoke')}</button>`
        : ''}
      ${may ? this.form() : ''} ${this.revoking ? this.confirm() : ''}
    `;
  }

  form() {
    return html`<form @submit=${this.record}>
      <h2>${t('consents.record')}</h2>
      ${selectField({name: 'basis', label: t('consents.basis'), value: 'express', options: BASES.map((basis) => [basis, word('basis', basis)]), failure: this.failure})}
      ${textField({name: 'source', label: t('consents.source'), hint: t('consents.source.hint'), required: true, maxLength: 500, failure: this.failure})}
      ${this.revoking ? '' : formProblem(this.failure, ['/basis', '/source'])}
      <button class="primary" ?disabled=${this.busy}>${t('consents.record')}</button>
    </form>`;
  }

  confirm() {
    return confirmation({
      title: t('consents.revoke.title'),
      text: t('consents.revoke.text'),
      action: t('consents.revoke'),
      danger: true,
      busy: this.busy,
      close: () => (this.revoking = false),
      act: (submit) => this.revoke(submit),
      more: html`${textField({name: 'reason', label: t('consents.reason'), maxLength: 500})} ${problem(this.failure)}`,
    });
  }
}

customElements.define('od-consents', Consents);
