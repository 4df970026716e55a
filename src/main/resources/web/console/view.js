import {LitElement, html} from 'lit';
import {onLanguage, t} from './i18n.js';
import {Unreachable} from './api.js';

/** A part of the page: without a shadow root, so that one style sheet and the labels of forms reach everything. */
export class View extends LitElement {
  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.forgetLanguage = onLanguage(() => this.requestUpdate());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.forgetLanguage();
  }
}

/** What went wrong and what to do, or nothing. */
export const problem = (failure, again) =>
  failure
    ? html`<div class="notice bad" role="alert">
        <p>${failure instanceof Unreachable ? t('error.unreachable') : failure.message}</p>
        ${again ? html`<button @click=${again}>${t('error.again')}</button>` : ''}
      </div>`
    : '';

/** Goes to an address of the console without loading it anew. */
export const go = (address, {replace = false} = {}) => {
  history[replace ? 'replaceState' : 'pushState'](null, '', address);
  if (!replace) {
    window.dispatchEvent(new Event('outdial-navigated'));
  }
};
