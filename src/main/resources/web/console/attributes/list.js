import {html} from 'lit';
import {get, newKey, patch, post, read} from '../api.js';
import {number, t, word} from '../i18n.js';
import {closeDialog, dialog} from '../parts/dialog.js';
import {formProblem, selectField, textField} from '../parts/field.js';
import {empty, table} from '../parts/paged.js';
import {Page, problem} from '../view.js';

const TYPES = ['text', 'number', 'boolean', 'date', 'timestamp'];
const options = () => TYPES.map((type) => [type, word('type', type)]);

/** What audiences may ask for beside the core fields: names, types, and what follows when a type is changed. */
class Attributes extends Page {
  static properties = {
    all: {state: true},
    failure: {state: true},
    open: {state: true},
    wrong: {state: true},
    effect: {state: true},
    busy: {state: true},
  };

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    this.failure = null;
    try {
      this.all = (await get('/attributes')).items;
    } catch (failure) {
      this.failure = failure;
    }
  }

  declare() {
    this.open = 'new';
    this.wrong = null;
    this.key = newKey();
  }

  show(name) {
    this.wrong = null;
    this.effect = null;
    return this.attempt(async () => {
      const {value, version} = await read(`/attributes/${encodeURIComponent(name)}`);
      this.open = value;
      this.version = version;
    });
  }

  close() {
    this.open = null;
    this.load();
  }

  render() {
    this.titled(t('nav.attributes'));
    const may = this.may('customers:write');
    return html`
      <h1>${t('nav.attributes')}</h1>
      <p>${t('attributes.what')}</p>
      ${may ? html`<button class="primary" @click=${this.declare}>${t('attributes.declare')}</button>` : ''}
      ${problem(this.failure, () => this.load())} ${this.open ? '' : problem(this.wrong)}
      ${!this.all
        ? html`<p role="status">${t('shell.loading')}</p>`
        : this.all.length === 0
          ? empty(t('attributes.none.title'), t('attributes.none.text'))
          : table({
              label: t('nav.attributes'),
              rows: this.all,
              columns: [
                {title: t('attributes.name'), head: true, cell: ({name}) => html`<button class="quiet" @click=${() => this.show(name)}><bdi>${name}</bdi></button>`},
                {title: t('attributes.type'), cell: ({type}) => word('type', type)},
              ],
            })}
      ${this.open === 'new' ? this.declaring() : this.open ? this.one(this.open, may) : ''}
    `;
  }

  declaring() {
    const save = (submit) => {
      submit.preventDefault();
      this.attempt(async () => {
        await post('/attributes', Object.fromEntries(new FormData(submit.target)), this.key);
        this.close();
      });
    };
    return dialog({
      title: t('attributes.declare'),
      close: () => (this.open = null),
      content: html`<form @submit=${save}>
        ${textField({name: 'name', label: t('attributes.name'), hint: t('attributes.name.hint'), required: true, maxLength: 200, failure: this.wrong})}
        ${selectField({name: 'type', label: t('attributes.type'), value: 'text', options: options(), failure: this.wrong})}
        ${formProblem(this.wrong, ['/name', '/type'])}
        <div class="actions">
          <button type="button" @click=${closeDialog}>${t('shell.cancel')}</button>
          <button class="primary" ?disabled=${this.busy}>${t('attributes.declare')}</button>
        </div>
      </form>`,
    });
  }

  /** A type is changed in two steps: first what would follow is shown, then it is done. */
  one(attribute, may) {
    const change = (submit) => {
      submit.preventDefault();
      const type = new FormData(submit.target).get('type');
      const trial = this.effect?.type !== type;
      this.attempt(async () => {
        const path = `/attributes/${encodeURIComponent(attribute.name)}${trial ? '?dryRun=true' : ''}`;
        const answer = await patch(path, {type}, this.version);
        if (trial) {
          this.effect = answer;
        } else {
          this.close();
        }
      });
    };
    return dialog({
      title: html`<bdi>${attribute.name}</bdi>`,
      wide: true,
      close: () => (this.open = null),
      content: html`<p>
          ${t(attribute.declared ? 'attributes.declared' : 'attributes.inferred', {type: word('type', attribute.type)})}
          ${t('attributes.fits', {fits: number(attribute.fits), misfits: number(attribute.misfits)})}
        </p>
        <form @submit=${change}>
          ${may
            ? selectField({name: 'type', label: t('attributes.type'), value: attribute.type, options: options(), failure: this.wrong, change: () => (this.effect = null)})
            : ''}
          ${this.effect ? this.effects(this.effect) : ''} ${formProblem(this.wrong, ['/type'])}
          <div class="actions">
            <button type="button" @click=${closeDialog}>${t('shell.close')}</button>
            ${may ? html`<button class="primary" ?disabled=${this.busy}>${t(this.effect ? 'attributes.change' : 'attributes.try')}</button>` : ''}
          </div>
        </form>`,
    });
  }

  effects(effect) {
    const affected = [...(effect.campaigns ?? []), ...(effect.audiences ?? [])];
    return html`<div class="notice" role="status">
      <p>${t('attributes.fits', {fits: number(effect.fits), misfits: number(effect.misfits)})}</p>
      ${affected.length === 0
        ? html`<p>${t('attributes.nobodyAffected')}</p>`
        : table({
            label: t('attributes.affected'),
            rows: affected,
            columns: [
              {title: t('attributes.affected'), head: true, cell: ({name}) => html`<bdi>${name ?? '–'}</bdi>`},
              {title: t('attributes.before'), number: true, cell: ({matchedBefore}) => (matchedBefore === undefined || matchedBefore === null ? '–' : number(matchedBefore))},
              {title: t('attributes.after'), number: true, cell: ({matchedAfter}) => (matchedAfter === undefined || matchedAfter === null ? t('attributes.invalid') : number(matchedAfter))},
            ],
          })}
    </div>`;
  }
}

customElements.define('od-attributes', Attributes);
