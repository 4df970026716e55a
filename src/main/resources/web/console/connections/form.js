import {html} from 'lit';
import {get, newKey, patch, post, read, remove} from '../api.js';
import {moment, t, word} from '../i18n.js';
import {confirmation} from '../parts/dialog.js';
import {areaField, checkField, formProblem, selectField, textField} from '../parts/field.js';
import {Unsent} from '../parts/unsent.js';
import {Page, go, problem} from '../view.js';
import {KINDS, credentialsOf, settingsOf, settingsPatch} from './kinds.js';

const list = (text) => text.split(/[\s,،;]+/).filter(Boolean);
const whole = (text) => (text ? Number(text) : null);

/** A connection, new or to be changed. Secrets are written and never shown: an empty field keeps the one that is stored. */
class ConnectionForm extends Page {
  static properties = {
    connection: {state: true},
    others: {state: true},
    kind: {state: true},
    failure: {state: true},
    wrong: {state: true},
    notJson: {state: true},
    busy: {state: true},
    tested: {state: true},
    retiring: {state: true},
  };

  connectedCallback() {
    super.connectedCallback();
    this.key = newKey();
    this.unsent = new Unsent(this, `connection.${this.params.id ?? 'new'}`);
    this.load();
  }

  async load() {
    this.failure = null;
    try {
      this.others = (await get('/telephony/connections')).items.filter(({id, builtIn}) => id !== this.params.id && !builtIn);
      const {value, version} = this.params.id
        ? await read(`/telephony/connections/${this.params.id}`)
        : {value: {kind: 'twilio', settings: {}, credentials: [], callerIds: [], countries: [], status: 'active'}, version: null};
      this.version = version;
      this.kind = this.unsent.value('kind', value.kind);
      this.connection = value;
    } catch (failure) {
      this.failure = failure;
    }
  }

  async save(submit) {
    submit.preventDefault();
    const form = new FormData(submit.target);
    this.wrong = null;
    this.notJson = false;
    let body;
    try {
      body = this.bodyOf(form);
    } catch (failure) {
      this.notJson = failure instanceof SyntaxError;
      return;
    }
    await this.attempt(async () => {
      const {id} = this.connection;
      const saved = id ? await patch(`/telephony/connections/${id}`, body, this.version) : await post('/telephony/connections', body, this.key);
      this.unsent.drop();
      if (id) {
        submit.target.querySelectorAll('input[type=password]').forEach((input) => (input.value = ''));
        await this.load();
        this.tested = {ok: true, detail: t('shell.saved')};
      } else {
        go(`/console/connections/${saved.id}`);
      }
    });
  }

  bodyOf(form) {
    const settings = settingsOf(this.kind, form);
    const credentials = credentialsOf(this.kind, form);
    return {
      ...(this.connection.id ? {} : {kind: this.kind}),
      name: form.get('name'),
      settings: this.connection.id ? settingsPatch(this.connection.settings, settings) : settings,
      ...(Object.keys(credentials).length > 0 ? {credentials} : {}),
      callerIds: list(form.get('callerIds')),
      countries: list(form.get('countries')).map((country) => country.toUpperCase()),
      callsPerSecond: whole(form.get('callsPerSecond')),
      maxConcurrentCalls: whole(form.get('maxConcurrentCalls')),
      fallbackConnectionId: form.get('fallbackConnectionId') || null,
      status: form.get('status'),
    };
  }

  test() {
    this.tested = null;
    return this.attempt(async () => {
      this.tested = await post(`/telephony/connections/${this.connection.id}/test`);
    });
  }

  render() {
    const title = this.connection?.name ?? t('connections.new');
    this.titled(title);
    return html`
      <p><a href="/console/connections">${t('connections.back')}</a></p>
      <h1><bdi>${title}</bdi></h1>
      ${problem(this.failure, () => this.load())} ${this.connection ? this.shown(this.connection) : ''}
    `;
  }

  shown(connection) {
    const {health} = connection;
    return html`
      ${health?.state === 'broken'
        ? html`<p class="notice bad">${t('connections.broken', {since: moment(health.since)})} <span dir="auto">${health.reason}</span></p>`
        : ''}
      ${this.unsent.notice(() => this.load())} ${this.form(connection)}
      ${this.tested ? html`<p role="status" class=${`notice ${this.tested.ok ? '' : 'bad'}`}>${this.tested.detail}</p>` : ''}
      ${connection.id ? this.capabilities(connection.capabilities) : ''} ${this.retiring ? this.confirm(connection) : ''}
    `;
  }

  form(connection) {
    const kept = (name, stored) => this.unsent.value(name, stored ?? '');
    const places = ['/name', '/callerIds', '/countries', '/callsPerSecond', '/maxConcurrentCalls', '/settings', '/credentials'];
    return html`<form @submit=${this.save} @input=${this.unsent.keep}>
      ${selectField({
        name: 'kind',
        label: t('connections.kind'),
        value: this.kind,
        options: (connection.id ? [connection.kind] : Object.keys(KINDS)).map((kind) => [kind, word('kind', kind)]),
        change: (change) => (this.kind = change.target.value),
      })}
      ${textField({name: 'name', label: t('connections.name'), value: kept('name', connection.name), required: true, maxLength: 200, failure: this.wrong})}
      ${KINDS[this.kind] ? this.own(connection, kept) : ''}
      <fieldset>
        <legend>${t('connections.routing')}</legend>
        ${textField({name: 'callerIds', label: t('connections.callerIds'), hint: t('connections.callerIds.hint'), ltr: true, value: kept('callerIds', connection.callerIds.join(', ')), failure: this.wrong})}
        ${textField({name: 'countries', label: t('connections.countries'), hint: t('connections.countries.hint'), ltr: true, value: kept('countries', connection.countries.join(', ')), failure: this.wrong})}
        ${['callsPerSecond', 'maxConcurrentCalls'].map((name) =>
          textField({name, type: 'number', min: 1, label: t(`connections.${name}`), hint: t('connections.limit.hint'), value: kept(name, connection[name]), failure: this.wrong}),
        )}
        ${selectField({
          name: 'fallbackConnectionId',
          label: t('connections.fallback'),
          value: kept('fallbackConnectionId', connection.fallbackConnectionId),
          options: [['', t('connections.fallback.none')], ...this.others.map(({id, name}) => [id, name])],
          failure: this.wrong,
        })}
        ${selectField({name: 'status', label: t('connections.status'), value: kept('status', connection.status), options: ['active', 'disabled'].map((status) => [status, word('constatus', status)])})}
      </fieldset>
      ${this.notJson ? html`<p class="wrong" role="alert">${t('connections.notJson')}</p>` : ''} ${formProblem(this.wrong, places)}
      <div class="actions">
        <button class="primary" ?disabled=${this.busy}>${t('shell.save')}</button>
        ${connection.id
          ? html`<button type="button" ?disabled=${this.busy} @click=${this.test}>${t('connections.test')}</button>
              <button type="button" class="danger" @click=${() => (this.retiring = true)}>${t('connections.retire')}</button>`
          : ''}
      </div>
    </form>`;
  }

  /** What the adapter is set by, and its secrets. */
  own(connection, kept) {
    const stored = connection.kind === this.kind ? connection.settings : {};
    const shown = (value) => (value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value ?? ''));
    const control = (setting) => {
      const name = `settings.${setting.name}`;
      const common = {name, label: setting.name, pointer: `/settings/${setting.name}`, failure: this.wrong};
      const value = kept(name, shown(stored[setting.name]));
      if (setting.type === 'flag') {
        const on = this.unsent.values ? this.unsent.value(name) !== undefined : (stored[setting.name] ?? setting.usual);
        return checkField({name, label: html`<span dir="ltr">${setting.name}</span>`, checked: on});
      }
      if (setting.type === 'choice') {
        return selectField({...common, value, options: [['', t('connections.usual')], ...setting.choices.map((each) => [each, each])]});
      }
      return setting.type === 'json'
        ? areaField({...common, value, rows: 2, ltr: true, hint: 'JSON'})
        : textField({...common, value, ltr: true, required: setting.needed});
    };
    return html`<fieldset>
        <legend>${t('connections.settings')}</legend>
        ${KINDS[this.kind].settings.map(control)}
      </fieldset>
      <fieldset>
        <legend>${t('connections.credentials')}</legend>
        <p class="hint">${t('connections.credentials.hint')}</p>
        ${KINDS[this.kind].credentials.map((name) =>
          textField({
            name: `credentials.${name}`,
            type: 'password',
            label: name,
            hint: connection.credentials.includes(name) ? t('connections.stored') : '',
            ltr: true,
            autocomplete: 'new-password',
            maxLength: 4096,
            pointer: `/credentials/${name}`,
            failure: this.wrong,
          }),
        )}
      </fieldset>`;
  }

  capabilities(capabilities) {
    if (!capabilities) {
      return '';
    }
    const can = ['machineDetection', 'recording', 'hangUp', 'costReporting', 'lookUp', 'outlivesReplica'];
    return html`<h2>${t('connections.can')}</h2>
      <ul>
        ${can.map((name) => html`<li>${t(`can.${name}`)}: ${capabilities[name] ? t('connections.yes') : t('connections.no')}</li>`)}
      </ul>`;
  }

  confirm(connection) {
    return confirmation({
      title: t('connections.retire.title'),
      text: t('connections.retire.text'),
      action: t('connections.retire'),
      danger: true,
      busy: this.busy,
      failure: this.wrong,
      close: () => (this.retiring = false),
      act: () =>
        this.attempt(async () => {
          await remove(`/telephony/connections/${connection.id}`, this.version);
          this.unsent.drop();
          go('/console/connections');
        }),
    });
  }
}

customElements.define('od-connection', ConnectionForm);
