import {html} from 'lit';
import {patch, read, remove} from '../api.js';
import {t} from '../i18n.js';
import {confirmation} from '../parts/dialog.js';
import {Page, go, problem} from '../view.js';
import './editor.js';

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** One saved audience: looked at, changed, renamed, deleted. What is changed and not saved yet is kept with the browser's tab. */
class SavedAudience extends Page {
  static properties = {
    kept: {state: true},
    name: {state: true},
    audience: {state: true},
    failure: {state: true},
    saved: {state: true},
    deleting: {state: true},
    busy: {state: true},
  };

  connectedCallback() {
    super.connectedCallback();
    this.memory = `outdial.audience.${this.params.id}`;
    this.load();
  }

  async load() {
    this.failure = null;
    try {
      const {value, version} = await read(`/audiences/${this.params.id}`);
      this.kept = value;
      this.version = version;
      const unsent = JSON.parse(sessionStorage.getItem(this.memory) ?? 'null');
      this.name = unsent?.name ?? value.name;
      this.audience = unsent?.audience ?? value.audience;
    } catch (failure) {
      this.failure = failure;
    }
  }

  changed(name, audience) {
    this.name = name;
    this.audience = audience;
    this.saved = false;
    if (this.isSaved()) {
      sessionStorage.removeItem(this.memory);
    } else {
      sessionStorage.setItem(this.memory, JSON.stringify({name, audience}));
    }
  }

  isSaved() {
    return this.name === this.kept.name && same(this.audience, this.kept.audience);
  }

  render() {
    this.titled(this.kept?.name ?? t('audiences.title'));
    return html`
      <p><a href="/console/audiences">${t('audiences.back')}</a></p>
      ${this.kept ? this.shown() : problem(this.failure, () => this.load())}
    `;
  }

  shown() {
    const mayWrite = this.may('campaigns:write') && this.kept.status === 'active';
    return html`
      <h1><bdi>${this.kept.name}</bdi></h1>
      ${this.kept.status === 'retired' ? html`<p class="notice">${t('audiences.retired')}</p>` : ''}
      ${mayWrite
        ? html`<div class="field">
            <label for="saved-name">${t('audience.name')}</label>
            <input
              id="saved-name"
              maxlength="200"
              autocomplete="off"
              .value=${this.name}
              @input=${({target}) => this.changed(target.value, this.audience)}
            />
          </div>`
        : ''}
      <od-audience
        standalone
        .audience=${this.audience}
        .scopes=${this.who.scopes}
        ?disabled=${!mayWrite}
        @changed=${({detail}) => this.changed(this.name, detail)}
      ></od-audience>
      ${problem(this.failure, this.failure?.status === 412 ? () => this.again() : null)}
      ${mayWrite ? this.actions() : ''} ${this.deleting ? this.confirmation() : ''}
    `;
  }

  actions() {
    return html`<div class="actions stays">
      <button type="button" class="primary" ?disabled=${this.busy || this.isSaved() || !this.name.trim()} @click=${this.save}>
        ${t('audience.save')}
      </button>
      <button type="button" ?disabled=${this.isSaved()} @click=${() => this.changed(this.kept.name, this.kept.audience)}>
        ${t('audiences.undo')}
      </button>
      <button type="button" @click=${() => (this.deleting = true)}>${t('audiences.delete')}</button>
      <span role="status" class="muted">${this.saved ? t('audiences.saved') : this.isSaved() ? '' : t('audiences.unsaved')}</span>
    </div>`;
  }

  async save() {
    this.busy = true;
    this.failure = null;
    try {
      this.kept = await patch(`/audiences/${this.kept.id}`, {name: this.name, audience: this.audience}, this.version);
      this.version = `"${this.kept.version}"`;
      this.changed(this.name, this.kept.audience);
      this.saved = true;
    } catch (failure) {
      this.failure = failure;
    } finally {
      this.busy = false;
    }
  }

  /** Somebody else changed it: what is written here stays, to be saved over what they wrote once that was seen. */
  async again() {
    const {value, version} = await read(`/audiences/${this.params.id}`);
    this.kept = value;
    this.version = version;
    this.failure = null;
  }

  confirmation() {
    return confirmation({
      title: t('audiences.delete.title', {name: this.kept.name}),
      text: t('audiences.delete.text'),
      action: t('audiences.delete'),
      danger: true,
      busy: this.busy,
      failure: this.failure,
      close: () => (this.deleting = false),
      act: () => this.retire(),
    });
  }

  async retire() {
    this.busy = true;
    try {
      await remove(`/audiences/${this.kept.id}`, this.version);
      sessionStorage.removeItem(this.memory);
      go('/console/audiences');
    } catch (failure) {
      this.failure = failure;
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('od-saved-audience', SavedAudience);
