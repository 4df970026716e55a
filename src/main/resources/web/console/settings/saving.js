import {html} from 'lit';
import {newKey} from '../api.js';
import {t} from '../i18n.js';
import {View} from '../view.js';

/** A part of the settings that is read, changed by a form, and read again. Who extends it says how: `fetch()` sets what is shown. */
export class Saving extends View {
  static properties = {
    who: {attribute: false},
    shown: {state: true},
    failure: {state: true},
    wrong: {state: true},
    busy: {state: true},
    saved: {state: true},
  };

  connectedCallback() {
    super.connectedCallback();
    this.key = newKey();
    this.load();
  }

  may(scope) {
    return this.who.scopes.includes(scope);
  }

  async load() {
    this.failure = null;
    try {
      await this.fetch();
    } catch (failure) {
      this.failure = failure;
    }
  }

  /** Does what a form asks for, says that it is done, and reads again what is shown. */
  async attempt(work) {
    this.saved = false;
    await super.attempt(async () => {
      await work();
      await this.load();
      this.saved = true;
    });
  }

  savedNotice() {
    return html`<p role="status">${this.saved ? t('shell.saved') : ''}</p>`;
  }
}
