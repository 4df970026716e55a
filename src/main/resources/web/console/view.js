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

/**
 * A page of the table of routes. It is made anew for every path, and is there for as long as only the query changes: what it is
 * asked for by the query it reads at `popstate`.
 */
export class Page extends View {
  static properties = {
    params: {attribute: false},
    who: {attribute: false},
  };

  /** Whether the person may do something: what they may not is not offered. */
  may(scope) {
    return this.who.scopes.includes(scope);
  }

  /** Names the browser's tab. */
  titled(name) {
    document.title = `${name} – Outdial`;
  }
}

/** What went wrong in words that say what to do. */
export const said = (failure) => {
  if (failure instanceof Unreachable) {
    return t('error.unreachable');
  }
  return failure.status === 401 ? t('error.ended') : failure.status === 412 ? t('error.changed') : failure.message;
};

/** What went wrong and what to do, or nothing. */
export const problem = (failure, again) =>
  failure
    ? html`<div class="notice bad" role="alert">
        <p>${said(failure)}</p>
        ${again ? html`<button type="button" @click=${again}>${t('error.again')}</button>` : ''}
      </div>`
    : '';

/** Goes to an address of the console without loading it anew. */
export const go = (address, {replace = false} = {}) => {
  history[replace ? 'replaceState' : 'pushState'](null, '', address);
  if (!replace) {
    window.dispatchEvent(new Event('outdial-navigated'));
  }
};
