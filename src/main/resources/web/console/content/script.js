import {html} from 'lit';
import {newKey, patch, post, read, remove} from '../api.js';
import {moment, number, t} from '../i18n.js';
import {confirmation} from '../parts/dialog.js';
import {field, formProblem, textField} from '../parts/field.js';
import {Paged, pagedTable} from '../parts/paged.js';
import {Unsent} from '../parts/unsent.js';
import {Page, go, problem} from '../view.js';
import './example.js';
import {marked, variablesOf} from './template.js';

/** A script in its editor: placeholders are marked while one types, publishing makes the next version, an example is spoken by the API. */
class ScriptPage extends Page {
  static properties = {
    script: {state: true},
    template: {state: true},
    failure: {state: true},
    wrong: {state: true},
    busy: {state: true},
    said: {state: true},
    retiring: {state: true},
  };

  constructor() {
    super();
    this.versions = new Paged(this, {size: 20});
  }

  connectedCallback() {
    super.connectedCallback();
    this.key = newKey();
    this.unsent = new Unsent(this, `script.${this.params.id ?? 'new'}`);
    this.load();
  }

  async load() {
    this.failure = null;
    if (!this.params.id) {
      this.script = {};
      this.template = this.unsent.value('template', '');
      return;
    }
    try {
      const {value, version} = await read(`/scripts/${this.params.id}`);
      this.version = version;
      this.script = value;
      this.template = this.unsent.value('template', value.template);
      this.versions.open(`/scripts/${value.id}/versions`);
    } catch (failure) {
      this.failure = failure;
    }
  }

  async publish(submit) {
    submit.preventDefault();
    const body = Object.fromEntries(new FormData(submit.target));
    this.said = '';
    await this.attempt(async () => {
      const saved = this.script.id
        ? await patch(`/scripts/${this.script.id}`, body, this.version)
        : await post('/scripts', body, this.key);
      this.unsent.drop();
      if (this.script.id) {
        this.said = t('scripts.published', {version: number(saved.scriptVersion)});
        await this.load();
      } else {
        go(`/console/content/scripts/${saved.id}`);
      }
    });
  }

  render() {
    const title = this.script?.name ?? t('scripts.new');
    this.titled(title);
    return html`
      <p><a href="/console/content">${t('scripts.back')}</a></p>
      <h1><bdi>${title}</bdi></h1>
      ${problem(this.failure, () => this.load())} ${this.script ? this.shown(this.script) : ''}
    `;
  }

  shown(script) {
    const mayWrite = this.may('campaigns:write') && script.status !== 'retired';
    return html`
      ${script.status === 'retired' ? html`<p class="notice">${t('scripts.retired')}</p>` : ''} ${this.unsent.notice(() => this.load())}
      ${mayWrite ? this.editor(script) : html`<pre class="spoken" dir="auto" tabindex="0">${marked(script.template)}</pre>`}
      ${script.id && this.may('customers:read')
        ? html`<od-script-example
            .script=${script}
            .names=${script.variables}
            .unpublished=${this.template !== script.template}
          ></od-script-example>`
        : ''}
      ${script.id ? this.history() : ''} ${this.retiring ? this.confirm(script) : ''}
    `;
  }

  editor(script) {
    const names = variablesOf(this.template);
    const next = script.id ? script.scriptVersion + 1 : 1;
    return html`<form @submit=${this.publish} @input=${this.unsent.keep}>
      ${textField({name: 'name', label: t('content.name'), value: this.unsent.value('name', script.name), required: true, maxLength: 200, failure: this.wrong})}
      ${textField({name: 'language', label: t('content.language'), hint: t('agents.language.hint'), value: this.unsent.value('language', script.language), ltr: true, required: true, maxLength: 35, failure: this.wrong})}
      ${field({
        name: 'template',
        label: t('scripts.text'),
        hint: t('scripts.text.hint'),
        failure: this.wrong,
        control: ({id, name, describedBy, invalid}) => html`<div class="marked">
          <div class="behind" aria-hidden="true" dir="auto">${marked(this.template)}&#8203;</div>
          <textarea
            id=${id}
            name=${name}
            dir="auto"
            rows="8"
            required
            maxlength="20000"
            .value=${this.template}
            aria-describedby=${describedBy}
            aria-invalid=${invalid}
            @input=${(input) => (this.template = input.target.value)}
          ></textarea>
        </div>`,
      })}
      <p role="status">
        ${names.length > 0 ? html`${t('scripts.uses')} ${names.map((name) => html`<mark class="variable" dir="ltr">${name}</mark> `)}` : t('scripts.usesNone')}
      </p>
      ${formProblem(this.wrong, ['/name', '/language', '/template'])}
      <p role="status">${this.said ?? ''}</p>
      <div class="actions">
        <button class="primary" ?disabled=${this.busy}>
          ${this.template === script.template ? t('shell.save') : t('scripts.publish', {version: number(next)})}
        </button>
        ${script.id
          ? html`<button type="button" class="danger" @click=${() => (this.retiring = true)}>${t('scripts.retire')}</button>`
          : ''}
      </div>
    </form>`;
  }

  history() {
    return html`<h2>${t('scripts.versions')}</h2>
      <p class="muted">${t('scripts.versions.what')}</p>
      ${pagedTable({
        label: t('scripts.versions'),
        paged: this.versions,
        empty: '',
        columns: [
          {title: t('scripts.version'), number: true, head: true, cell: ({scriptVersion}) => number(scriptVersion)},
          {title: t('scripts.text'), cell: ({template}) => html`<div class="spoken" dir="auto">${marked(template)}</div>`},
          {title: t('scripts.by'), cell: ({createdBy}) => html`<bdi>${createdBy}</bdi>`},
          {title: t('content.updated'), cell: ({createdAt}) => moment(createdAt)},
        ],
      })}`;
  }

  confirm(script) {
    return confirmation({
      title: t('scripts.retire.title'),
      text: t('scripts.retire.text'),
      action: t('scripts.retire'),
      danger: true,
      busy: this.busy,
      failure: this.wrong,
      close: () => (this.retiring = false),
      act: () =>
        this.attempt(async () => {
          await remove(`/scripts/${script.id}`, this.version);
          this.unsent.drop();
          go('/console/content');
        }),
    });
  }
}

customElements.define('od-script', ScriptPage);
