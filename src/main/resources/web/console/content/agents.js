import {html} from 'lit';
import {newKey, patch, post, read, remove} from '../api.js';
import {moment, t} from '../i18n.js';
import {closeDialog, confirmation, dialog} from '../parts/dialog.js';
import {formProblem, textField} from '../parts/field.js';
import {Paged, empty, pagedTable} from '../parts/paged.js';
import {View, problem} from '../view.js';

const FIELDS = ['name', 'language', 'voice'];

/** The tenant's voice agents: added, changed and retired where one is allowed to. */
class VoiceAgents extends View {
  static properties = {
    who: {attribute: false},
    open: {state: true},
    retiring: {state: true},
    wrong: {state: true},
    busy: {state: true},
  };

  constructor() {
    super();
    this.paged = new Paged(this);
  }

  connectedCallback() {
    super.connectedCallback();
    this.paged.open('/voice-agents');
  }

  get mayWrite() {
    return this.who.scopes.includes('campaigns:write');
  }

  create() {
    this.wrong = null;
    this.key = newKey();
    this.version = null;
    this.open = {};
  }

  change(id, what) {
    this.attempt(async () => {
      const {value, version} = await read(`/voice-agents/${id}`);
      this.version = version;
      this[what] = value;
    });
  }

  saved() {
    this.open = null;
    this.retiring = null;
    this.paged.again();
  }

  render() {
    const create = this.mayWrite ? html`<button class="primary" @click=${this.create}>${t('agents.new')}</button>` : '';
    const actions = ({id, name}) => html`<button aria-label=${t('agents.change.of', {name})} @click=${() => this.change(id, 'open')}>
        ${t('agents.change')}
      </button>
      <button aria-label=${t('agents.retire.of', {name})} @click=${() => this.change(id, 'retiring')}>${t('agents.retire')}</button>`;
    return html`<p>${t('agents.what')}</p>
      ${this.paged.items.length > 0 ? create : ''} ${this.open || this.retiring ? '' : problem(this.wrong)}
      ${pagedTable({
        label: t('content.agents'),
        paged: this.paged,
        empty: empty(t('agents.none.title'), t('agents.none.text'), create),
        columns: [
          {title: t('content.name'), head: true, cell: ({name}) => html`<bdi>${name}</bdi>`},
          {title: t('content.language'), cell: ({language}) => html`<bdi dir="ltr">${language}</bdi>`},
          {title: t('agents.voice'), cell: ({voice}) => html`<bdi dir="ltr">${voice}</bdi>`},
          {title: t('content.updated'), cell: ({updatedAt}) => moment(updatedAt)},
          ...(this.mayWrite ? [{title: t('content.actions'), cell: actions}] : []),
        ],
      })}
      ${this.open ? this.form(this.open) : ''} ${this.retiring ? this.confirm(this.retiring) : ''}`;
  }

  form(agent) {
    const save = (submit) => {
      submit.preventDefault();
      const body = Object.fromEntries(new FormData(submit.target));
      this.attempt(async () => {
        await (agent.id ? patch(`/voice-agents/${agent.id}`, body, this.version) : post('/voice-agents', body, this.key));
        this.saved();
      });
    };
    return dialog({
      title: t(agent.id ? 'agents.change' : 'agents.new'),
      close: () => (this.open = null),
      content: html`<form @submit=${save}>
        ${FIELDS.map((name) =>
          textField({
            name,
            label: t(name === 'voice' ? 'agents.voice' : `content.${name}`),
            hint: name === 'name' ? '' : t(`agents.${name}.hint`),
            value: agent[name],
            required: true,
            ltr: name !== 'name',
            maxLength: 200,
            failure: this.wrong,
          }),
        )}
        ${formProblem(this.wrong, ['/name', '/language', '/voice'])}
        <div class="actions">
          <button type="button" @click=${closeDialog}>${t('shell.cancel')}</button>
          <button class="primary" ?disabled=${this.busy}>${t('shell.save')}</button>
        </div>
      </form>`,
    });
  }

  confirm(agent) {
    return confirmation({
      title: t('agents.retire.title'),
      text: t('agents.retire.text'),
      action: t('agents.retire'),
      danger: true,
      busy: this.busy,
      failure: this.wrong,
      close: () => (this.retiring = null),
      act: () =>
        this.attempt(async () => {
          await remove(`/voice-agents/${agent.id}`, this.version);
          this.saved();
        }),
    });
  }
}

customElements.define('od-voice-agents', VoiceAgents);
