import {html, nothing} from 'lit';
import {get, newKey, post} from '../api.js';
import {t} from '../i18n.js';
import {formDialog, nameField} from '../parts/dialog.js';
import {View, problem} from '../view.js';
import './builder.js';
import './preview.js';
import {narrowed, narrowing} from './narrowing.js';
import {readVocabulary} from './vocabulary.js';

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const BY_HAND = ['attributes', 'followUp'];
const pretty = (value) => JSON.stringify(value ?? {}, null, 2);

/**
 * Whom to call: by clicking and as JSON, each in step with the other, and beside it whom that means now. Tells the whole new audience
 * by `changed`.
 */
class AudienceEditor extends View {
  static properties = {
    audience: {attribute: false},
    rules: {attribute: false},
    scopes: {attribute: false},
    problems: {attribute: false},
    disabled: {type: Boolean},
    standalone: {type: Boolean},
    vocabulary: {state: true},
    saved: {state: true},
    known: {state: true},
    text: {state: true},
    misread: {state: true},
    refused: {state: true},
    failure: {state: true},
    saving: {state: true},
    busy: {state: true},
    note: {state: true},
  };

  constructor() {
    super();
    this.saved = [];
    this.refused = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    this.failure = null;
    try {
      const [vocabulary, saved] = await Promise.all([readVocabulary(this.scopes), get('/audiences?limit=500')]);
      this.vocabulary = vocabulary;
      this.saved = saved.items;
      const {breakdown} = await post('/audiences/preview', {everyone: true}, null);
      this.known = Object.fromEntries(
        Object.entries(breakdown).map(([part, {top}]) => [part, top.map(({value}) => value).filter(Boolean)]),
      );
    } catch (failure) {
      this.failure = failure;
    }
  }

  willUpdate(changed) {
    if (changed.has('audience') && !same(this.audience ?? {}, this.told)) {
      this.text = pretty(this.audience);
      this.misread = null;
    }
  }

  tell(audience, text = pretty(audience)) {
    this.text = text;
    this.misread = null;
    this.told = audience;
    this.dispatchEvent(new CustomEvent('changed', {detail: audience}));
  }

  /** An event without a detail has null for it. */
  part(name, value) {
    const {[name]: _, ...rest} = this.audience ?? {};
    this.tell(value === undefined || value === null || value === '' || value === false ? rest : {...rest, [name]: value});
  }

  typed({target}) {
    this.text = target.value;
    try {
      const audience = target.value.trim() === '' ? {} : JSON.parse(target.value);
      if (audience === null || typeof audience !== 'object' || Array.isArray(audience)) {
        throw new SyntaxError(t('audience.json.object'));
      }
      this.tell(audience, target.value);
    } catch (misread) {
      this.misread = misread.message;
    }
  }

  render() {
    if (!this.vocabulary) {
      return html`${problem(this.failure, () => this.load())} ${this.failure ? '' : html`<p role="status">${t('shell.loading')}</p>`}`;
    }
    const audience = this.audience ?? {};
    const problems = [...(this.refused ?? []), ...(this.problems ?? [])];
    return html`<div class="audience">
      <div>
        ${this.standalone ? '' : this.choice(audience)}
        <h2>${t('audience.conditions')}</h2>
        <od-query-builder
          .query=${audience.query}
          .vocabulary=${this.vocabulary}
          .problems=${problems}
          .known=${this.known}
          ?disabled=${this.disabled}
          @changed=${({detail}) => this.part('query', detail)}
        ></od-query-builder>
        ${this.others(problems)} ${BY_HAND.map((name) => this.byHand(name, audience[name]))}
        <details ?open=${narrowed(audience) > 0}>
          <summary>${t('audience.narrow')}</summary>
          <fieldset class="plain" ?disabled=${this.disabled}>${narrowing(audience, (changed) => this.tell(changed))}</fieldset>
        </details>
        <div class="field check">
          <label
            ><input
              type="checkbox"
              .checked=${audience.everyone === true}
              ?disabled=${this.disabled}
              @change=${({target}) => this.part('everyone', target.checked)}
            />
            ${t('audience.everyone')}</label
          >
          <p class="hint">${t('audience.everyone.hint')}</p>
        </div>
        ${this.json()} ${this.saving ? this.saveDialog() : ''}
      </div>
      <od-audience-preview
        .audience=${audience}
        .rules=${this.rules}
        @problems=${({detail}) => (this.refused = detail)}
      ></od-audience-preview>
    </div>`;
  }

  /** Parts that are not clicked together are shown as they are. */
  byHand(name, part) {
    return part === undefined
      ? ''
      : html`<div class="row test">
          <code dir="ltr">${JSON.stringify({[name]: part})}</code>
          <span class="hint">${t('audience.byHand')}</span>
          ${this.disabled
            ? ''
            : html`<button
                type="button"
                class="remove"
                aria-label=${t('audience.test.remove')}
                title=${t('audience.test.remove')}
                @click=${() => this.part(name, undefined)}
              >
                ×
              </button>`}
        </div>`;
  }

  /** What is refused and is not a part of the conditions. */
  others(problems) {
    const rest = problems.filter(({pointer}) => !pointer.startsWith('/query/'));
    return rest.map(({detail}) => html`<p class="wrong">${detail}</p>`);
  }

  choice(audience) {
    return html`<div class="field">
      <label for="audience-saved">${t('audience.saved')}</label>
      <select
        id="audience-saved"
        ?disabled=${this.disabled}
        @change=${({target}) => this.part('savedAudienceId', target.value)}
      >
        <option value="" ?selected=${!audience.savedAudienceId}>${t('audience.saved.none')}</option>
        ${this.saved.map(
          ({id, name}) => html`<option value=${id} ?selected=${id === audience.savedAudienceId}>${name}</option>`,
        )}
      </select>
      <p class="hint">${this.note ?? t('audience.saved.hint')}</p>
      <div class="actions">
        ${audience.savedAudienceId
          ? html`<a class="button" href=${`/console/audiences/${audience.savedAudienceId}`}>${t('audience.saved.open')}</a>`
          : this.scopes.includes('campaigns:write')
            ? html`<button type="button" @click=${() => this.startSaving()}>${t('audience.saveAs')}</button>`
            : ''}
      </div>
    </div>`;
  }

  json() {
    return html`<details class="json">
      <summary>${t('audience.json')}</summary>
      <div class="field">
        <label for="audience-json">${t('audience.json.label')}</label>
        <textarea
          id="audience-json"
          dir="ltr"
          rows="12"
          spellcheck="false"
          ?disabled=${this.disabled}
          aria-invalid=${this.misread ? 'true' : nothing}
          aria-describedby=${this.misread ? 'audience-misread' : nothing}
          .value=${this.text ?? ''}
          @input=${this.typed}
        ></textarea>
        ${this.misread ? html`<p class="wrong" id="audience-misread">${t('audience.json.wrong', {detail: this.misread})}</p>` : ''}
      </div>
    </details>`;
  }

  startSaving() {
    this.key = newKey();
    this.failure = null;
    this.saving = true;
  }

  saveDialog() {
    return formDialog({
      title: t('audience.saveAs'),
      fields: nameField('audience-name', t('audience.name')),
      action: t('audience.save'),
      act: (submit) => this.save(submit),
      close: () => (this.saving = false),
      busy: this.busy,
      failure: this.failure,
    });
  }

  save(submit) {
    const name = new FormData(submit.target).get('name');
    return this.attempt(async () => {
      const kept = await post('/audiences', {name, audience: this.audience ?? {}}, this.key);
      this.saved = [...this.saved, kept];
      this.note = t('audience.kept', {name});
      this.saving = false;
    }, 'failure');
  }
}

customElements.define('od-audience', AudienceEditor);
