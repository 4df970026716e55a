import {LitElement, html} from 'lit';
import {onLanguage, t} from './i18n.js';
import {Refused, Unreachable, newKey} from './api.js';

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

  /**
   * Does what somebody asked for: `busy` meanwhile; what goes wrong is kept under the name `wrong`, and the first field that is marked
   * gets the focus. Afterwards the next thing is another intent with a key of its own, but for one case: when nobody knows whether it
   * was done, because no answer came or the service failed, trying again has the same key and no second effect.
   */
  async attempt(work, wrong = 'wrong') {
    this.busy = true;
    this[wrong] = null;
    try {
      await work();
      this.key = newKey();
    } catch (failure) {
      this[wrong] = failure;
      if (failure instanceof Refused && failure.status < 500) {
        this.key = newKey();
      }
      await this.updateComplete;
      this.querySelector('[aria-invalid="true"]')?.focus();
    } finally {
      this.busy = false;
    }
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
