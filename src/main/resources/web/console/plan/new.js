import {html} from 'lit';
import {Intents, get, post} from '../api.js';
import {language, t} from '../i18n.js';
import {field, formProblem, selectField, textField} from '../parts/field.js';
import {Unsent} from '../parts/unsent.js';
import {Page, go, problem} from '../view.js';
import {weekdays} from './calls.js';
import {marked} from '../content/template.js';
import templates from './templates.json';

const LANGUAGES = ['en', 'ar'];
const DEFAULTS = {type: 'voice', duration: 'P7D'};
const FIELDS = ['/name', '/template', '/language', '/voice'];

/** Begins a campaign: from a template, whose script can be changed first, or from nothing. */
class NewCampaign extends Page {
  static properties = {
    agents: {state: true},
    tenant: {state: true},
    script: {state: true},
    spoken: {state: true},
    busy: {state: true},
    failure: {state: true},
    loadFailure: {state: true},
  };

  connectedCallback() {
    super.connectedCallback();
    this.moved = () => this.begin();
    addEventListener('popstate', this.moved);
    this.begin();
    this.load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('popstate', this.moved);
  }

  async load() {
    try {
      [this.tenant, {items: this.agents}] = await Promise.all([get('/tenant'), get('/voice-agents?limit=500')]);
    } catch (failure) {
      this.loadFailure = failure;
    }
  }

  /** What is asked for stands in the address; each beginning has intents of its own. */
  begin() {
    const asked = new URLSearchParams(location.search).get('template');
    this.template = templates.find(({id}) => id === asked) ?? (asked === 'blank' ? {id: 'blank'} : null);
    this.intents = new Intents();
    this.failure = null;
    if (this.template) {
      this.unsent = new Unsent(this, `campaign.${this.template.id}`);
      this.spoken = this.unsent.value('language', language());
      this.script = this.unsent.value('script', this.template[this.spoken]?.script);
    }
    this.requestUpdate();
  }

  choose(id) {
    go(id ? `/console/campaigns/new?template=${id}` : '/console/campaigns/new', {replace: true});
    this.begin();
    this.updateComplete.then(() => this.querySelector('h1').focus());
  }

  render() {
    this.titled(t('new.title'));
    return html`
      <p><a href="/console/campaigns">${t('plan.back')}</a></p>
      <h1 tabindex="-1">${this.template ? this.name() : t('new.title')}</h1>
      ${problem(this.loadFailure, () => this.load())}
      ${this.template ? (this.agents ? this.form() : html`<p role="status">${t('shell.loading')}</p>`) : this.gallery()}
    `;
  }

  name() {
    return this.template.id === 'blank' ? t('new.blank') : t(`template.${this.template.id}`);
  }

  gallery() {
    return html`<p>${t('new.text')}</p>
      <ul class="cards">
        ${templates.map(({id}) => this.card(id, t(`template.${id}`), t(`template.${id}.text`)))}
        ${this.card('blank', t('new.blank'), t('new.blank.text'))}
      </ul>`;
  }

  card(id, title, text) {
    return html`<li class="card">
      <h2>${title}</h2>
      <p>${text}</p>
      <button type="button" class=${id === 'blank' ? '' : 'primary'} aria-label=${`${t('new.use')}: ${title}`} @click=${() => this.choose(id)}>
        ${t('new.use')}
      </button>
    </li>`;
  }

  form() {
    const {template, unsent} = this;
    return html`
      ${unsent.notice(() => this.begin())}
      <form @submit=${this.create} @input=${unsent.keep}>
        ${textField({
          name: 'name',
          label: t('plan.name'),
          value: unsent.value('name', template[this.spoken]?.name),
          required: true,
          maxLength: 200,
          failure: this.failure,
        })}
        ${template.id === 'blank' ? '' : this.content(template)} ${formProblem(this.failure, FIELDS)}
        <div class="actions">
          <button type="button" @click=${() => this.choose(null)}>${t('new.other')}</button>
          <button class="primary" ?disabled=${this.busy}>${t('new.create')}</button>
        </div>
      </form>
    `;
  }

  content({query}) {
    return html`
      ${selectField({
        name: 'language',
        label: t('new.language'),
        value: this.spoken,
        options: LANGUAGES.map((each) => [each, t(`new.language.${each}`)]),
        change: ({target}) => {
          this.spoken = target.value;
          this.script = this.template[target.value].script;
        },
      })}
      ${field({
        name: 'script',
        pointer: '/template',
        label: t('new.script'),
        hint: t('new.script.hint'),
        failure: this.failure,
        control: ({id, name, describedBy, invalid}) => html`<textarea
          id=${id}
          name=${name}
          rows="6"
          dir="auto"
          required
          maxlength="20000"
          aria-describedby=${describedBy}
          aria-invalid=${invalid}
          .value=${this.script}
          @input=${({target}) => (this.script = target.value)}
        ></textarea>`,
      })}
      <p class="script" dir="auto">${marked(this.script)}</p>
      ${this.agents.length > 0
        ? selectField({
            name: 'agent',
            label: t('plan.voiceAgent'),
            value: this.unsent.value('agent', this.fitting().id),
            options: this.agents.map(({id, name, language: spoken}) => [id, `${name} (${spoken})`]),
          })
        : html`<fieldset>
            <legend>${t('new.agent')}</legend>
            <p class="hint">${t('new.agent.text')}</p>
            ${textField({name: 'agentName', label: t('new.agent.name'), required: true, maxLength: 200, value: this.unsent.value('agentName')})}
            ${textField({name: 'voice', label: t('new.agent.voice'), hint: t('new.agent.voice.hint'), required: true, maxLength: 200, value: this.unsent.value('voice'), failure: this.failure})}
          </fieldset>`}
      <details>
        <summary>${t('new.audience')}</summary>
        <pre dir="ltr">${JSON.stringify(query, null, 2)}</pre>
      </details>
    `;
  }

  /** An agent that speaks the language of the script, if there is one. */
  fitting() {
    return this.agents.find(({language: spoken}) => spoken.split('-')[0] === this.spoken) ?? this.agents[0];
  }

  async create(submit) {
    submit.preventDefault();
    const said = Object.fromEntries(new FormData(submit.target));
    this.busy = true;
    this.failure = null;
    try {
      const {id} = await this.make('/campaigns', await this.document(said));
      this.unsent.drop();
      go(`/console/campaigns/${id}/edit`);
    } catch (failure) {
      this.failure = failure;
    } finally {
      this.busy = false;
    }
  }

  make(path, content) {
    return post(path, content, this.intents.key(path, content));
  }

  /** Agent and script are made once, however often creating has to be tried with what is said of them. */
  async document(said) {
    const {template} = this;
    if (template.id === 'blank') {
      return {...DEFAULTS, name: said.name};
    }
    const agent =
      said.agent ??
      (await this.make('/voice-agents', {name: said.agentName, language: said.language, voice: said.voice})).id;
    const script = await this.make('/scripts', {name: said.name, language: said.language, template: said.script});
    const {fallbacks} = template[said.language];
    const variables = Object.fromEntries(
      script.variables.map((name) => [
        name,
        {...(template.variables[name] ?? {from: name}), ...(fallbacks[name] ? {fallback: fallbacks[name]} : {})},
      ]),
    );
    return {
      ...DEFAULTS,
      name: said.name,
      objective: template.objective,
      audience: {query: template.query},
      calls: {
        windows: [{days: weekdays(this.tenant.country), from: '09:00', to: '21:00'}],
        retry: {maxAttempts: 3, intervals: {default: 'PT4H'}},
        maxDailyCalls: 1000,
      },
      content: {voiceAgentId: agent, scriptId: script.id, variables},
      performance: {success: template.success, conversion: template.conversion},
    };
  }
}

customElements.define('od-new-campaign', NewCampaign);
