import {html} from 'lit';
import {put, read, remove} from '../api.js';
import {t} from '../i18n.js';
import {confirmation} from '../parts/dialog.js';
import {formProblem, textField} from '../parts/field.js';
import {problem} from '../view.js';
import {Saving} from './saving.js';

/** The identity provider that the tenant brought, beside the platform's. */
class IdentityProvider extends Saving {
  static properties = {removing: {state: true}};

  async fetch() {
    this.version = (await read('/tenant')).version;
    try {
      this.shown = (await read('/tenant/identity-provider')).value;
    } catch (failure) {
      if (failure.status !== 404) {
        throw failure;
      }
      this.shown = {};
    }
  }

  save(submit) {
    submit.preventDefault();
    const {issuer, audience, algorithms} = Object.fromEntries(new FormData(submit.target));
    const chosen = algorithms.split(/[\s,]+/).filter(Boolean);
    this.attempt(() =>
      put('/tenant/identity-provider', {issuer, ...(audience ? {audience} : {}), ...(chosen.length > 0 ? {algorithms: chosen} : {})}, this.version),
    );
  }

  render() {
    if (!this.shown) {
      return problem(this.failure, () => this.load());
    }
    const {issuer, audience, algorithms, keys} = this.shown;
    return html`<p>${t('identity.what')}</p>
      ${issuer ? '' : html`<p class="notice">${t('identity.none')}</p>`}
      <form @submit=${this.save}>
        ${textField({name: 'issuer', type: 'url', label: t('identity.issuer'), hint: t('identity.issuer.hint'), value: issuer, required: true, ltr: true, maxLength: 500, failure: this.wrong})}
        ${textField({name: 'audience', label: t('identity.audience'), hint: t('identity.audience.hint'), value: audience, ltr: true, maxLength: 200, failure: this.wrong})}
        ${textField({name: 'algorithms', label: t('identity.algorithms'), hint: t('identity.algorithms.hint'), value: (algorithms ?? []).join(', '), ltr: true, failure: this.wrong})}
        ${keys ? html`<p class="muted">${t('identity.keys')} <bdi dir="ltr">${keys}</bdi></p>` : ''}
        ${this.removing ? '' : formProblem(this.wrong, ['/issuer', '/audience', '/algorithms'])} ${this.savedNotice()}
        <div class="actions">
          <button class="primary" ?disabled=${this.busy}>${t('shell.save')}</button>
          ${issuer ? html`<button type="button" class="danger" @click=${() => (this.removing = true)}>${t('identity.remove')}</button>` : ''}
        </div>
      </form>
      ${this.removing
        ? confirmation({
            title: t('identity.remove.title'),
            text: t('identity.remove.text'),
            action: t('identity.remove'),
            danger: true,
            busy: this.busy,
            failure: this.wrong,
            close: () => (this.removing = false),
            act: () =>
              this.attempt(async () => {
                await remove('/tenant/identity-provider', this.version);
                this.removing = false;
              }),
          })
        : ''}`;
  }
}

customElements.define('od-identity', IdentityProvider);
