import {html} from 'lit';
import {t} from '../i18n.js';

const PREFIX = 'outdial.unsent.';
const SECRET = 'password';

/**
 * Keeps what is typed into a form in this tab until it is sent, so that neither a reload nor an expired session loses it. Secrets
 * are not kept.
 */
export class Unsent {
  constructor(host, name) {
    this.host = host;
    this.name = PREFIX + name;
    this.values = JSON.parse(sessionStorage.getItem(this.name) ?? 'null');
    this.found = this.values !== null;
  }

  /** What was typed, else what is there. */
  value(name, otherwise) {
    return this.values?.[name] ?? otherwise;
  }

  /** For the form's input event. */
  keep = (input) => {
    const form = input.currentTarget;
    const entries = [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && !isSecret(form, name));
    this.values = Object.fromEntries(entries);
    sessionStorage.setItem(this.name, JSON.stringify(this.values));
  };

  /** When it is sent or given up. */
  drop = () => {
    this.values = null;
    this.found = false;
    sessionStorage.removeItem(this.name);
    this.host.requestUpdate();
  };

  /** Says that something came back, if so, and how to be rid of it. */
  notice(dropped) {
    return this.found
      ? html`<div class="notice" role="status">
          <p>${t('shell.draft')}</p>
          <button
            type="button"
            @click=${() => {
              this.drop();
              dropped?.();
            }}
          >
            ${t('shell.draft.drop')}
          </button>
        </div>`
      : '';
  }
}

const isSecret = (form, name) => form.elements.namedItem(name)?.type === SECRET;
