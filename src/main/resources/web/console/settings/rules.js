import {html} from 'lit';
import {get, put, read} from '../api.js';
import {number, t} from '../i18n.js';
import {checkField, formProblem, textField, wrongAt} from '../parts/field.js';
import {problem} from '../view.js';
import {Saving} from './saving.js';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const COUNTS = ['per24Hours', 'per7Days', 'per30Days'];
const CLOCK = '([01][0-9]|2[0-3]):[0-5][0-9]|24:00';

/** Minutes of an ISO 8601 duration of hours, minutes and days. */
const minutes = (duration) => {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:\d+S)?)?$/.exec(duration ?? '');
  return found ? (Number(found[1] ?? 0) * 24 + Number(found[2] ?? 0)) * 60 + Number(found[3] ?? 0) || '' : '';
};

/** Days of a window that have a name of their own, such as `weekdays-SA`. */
const otherDays = ({days}) => (days ?? []).filter((day) => !DAYS.includes(day));

/** Hours, holidays, consent and frequency that hold for all campaigns; and the regulations there are. */
class CallingRules extends Saving {
  static properties = {hours: {state: true}, regulations: {state: true}};

  async fetch() {
    const [{value, version}, regulations] = await Promise.all([read('/tenant/calling-rules'), get('/regulations')]);
    this.version = version;
    this.shown = value;
    this.regulations = regulations.items;
    this.hours = {windows: value.windows ?? [], doNotDisturb: value.doNotDisturb ?? []};
  }

  save(submit) {
    submit.preventDefault();
    const form = new FormData(submit.target);
    const whole = (name) => (form.get(name) ? Number(form.get(name)) : null);
    const frequency = Object.fromEntries(COUNTS.map((name) => [name, whole(name)]).filter(([, value]) => value));
    const spacing = this.shown.frequency?.spacing;
    if (spacing && form.get('spacing') === String(minutes(spacing))) {
      frequency.spacing = spacing;
    } else if (whole('spacing')) {
      frequency.spacing = `PT${whole('spacing')}M`;
    }
    const holidays = form.get('holidays').split(/[\s,،;]+/).filter(Boolean);
    const rules = {
      ...this.windowsOf(form),
      ...(holidays.length > 0 ? {holidays} : {}),
      ...(form.get('requireConsent') ? {requireConsent: true} : {}),
      ...(Object.keys(frequency).length > 0 ? {frequency} : {}),
    };
    this.attempt(() => put('/tenant/calling-rules', rules, this.version));
  }

  windowsOf(form) {
    const read = (kind) =>
      this.hours[kind].map((_, at) => {
        const ticked = form.getAll(`${kind}.${at}.days`);
        // A country's weekend and the like have no box and stay; none at all is the service's to refuse, for absent means every day.
        const days = [...ticked, ...otherDays(this.hours[kind][at])];
        return {...(ticked.length < DAYS.length ? {days} : {}), from: form.get(`${kind}.${at}.from`), to: form.get(`${kind}.${at}.to`)};
      });
    return Object.fromEntries(['windows', 'doNotDisturb'].map((kind) => [kind, read(kind)]).filter(([, all]) => all.length > 0));
  }

  /** What is typed stays when a row comes or goes. */
  rows(event, kind, change) {
    const form = new FormData(event.target.closest('form'));
    const now = {windows: [], doNotDisturb: [], ...this.windowsOf(form)};
    this.hours = {...now, [kind]: change(now[kind])};
  }

  render() {
    if (!this.shown) {
      return problem(this.failure, () => this.load());
    }
    const may = this.may('compliance:write');
    return html`<p>${t('rules.what')}</p>
      <form @submit=${this.save}>
        <fieldset class="plain" ?disabled=${!may}>
          ${this.windows('windows', may)} ${this.windows('doNotDisturb', may)}
          ${textField({name: 'holidays', label: t('rules.holidays'), hint: t('rules.holidays.hint'), value: (this.shown.holidays ?? []).join(', '), ltr: true, failure: this.wrong})}
          ${checkField({name: 'requireConsent', label: t('rules.consent'), checked: this.shown.requireConsent})}
          ${COUNTS.map((name) =>
            textField({name, type: 'number', min: 1, max: 1000, label: t(`rules.${name}`), hint: t('rules.empty'), value: this.shown.frequency?.[name], pointer: `/frequency/${name}`, failure: this.wrong}),
          )}
          ${textField({name: 'spacing', type: 'number', min: 1, label: t('rules.spacing'), hint: t('rules.empty'), value: minutes(this.shown.frequency?.spacing), pointer: '/frequency/spacing', failure: this.wrong})}
        </fieldset>
        ${formProblem(this.wrong, ['/windows', '/doNotDisturb', '/holidays', '/frequency'])} ${this.savedNotice()}
        ${may ? html`<button class="primary" ?disabled=${this.busy}>${t('shell.save')}</button>` : ''}
      </form>
      ${this.laws()}`;
  }

  windows(kind, may) {
    return html`<fieldset>
      <legend>${t(`rules.${kind}`)}</legend>
      ${this.hours[kind].length === 0 ? html`<p class="muted">${t(`rules.${kind}.none`)}</p>` : ''}
      ${this.hours[kind].map((window, at) => this.window(kind, window, at, may))}
      ${may
        ? html`<button type="button" @click=${(click) => this.rows(click, kind, (all) => [...all, {from: '09:00', to: '18:00'}])}>
            ${t('rules.addHours')}
          </button>`
        : ''}
    </fieldset>`;
  }

  window(kind, {days, from, to}, at, may) {
    const wrong = wrongAt(this.wrong, `/${kind}/${at}`);
    const time = (name, value) =>
      html`<label
        >${t(`rules.${name}`)}
        <input name=${`${kind}.${at}.${name}`} class="clock" dir="ltr" required pattern=${CLOCK} placeholder="09:00" .value=${value}
      /></label>`;
    return html`<div class="hours" role="group" aria-label=${t('rules.hours', {number: number(at + 1)})}>
      ${time('from', from)} ${time('to', to)}
      <span class="days">
        ${DAYS.map(
          (day) => html`<label
            ><input type="checkbox" name=${`${kind}.${at}.days`} value=${day} .checked=${!days || days.includes(day)} /> ${t(`day.${day}`)}</label
          >`,
        )}
      </span>
      ${may
        ? html`<button type="button" @click=${(click) => this.rows(click, kind, (all) => all.filter((_, index) => index !== at))}>
            ${t('rules.removeHours', {number: number(at + 1)})}
          </button>`
        : ''}
      ${wrong ? html`<p class="wrong">${wrong}</p>` : ''}
    </div>`;
  }

  laws() {
    return html`<h2>${t('rules.regulations')}</h2>
      <p class="muted">${t('rules.regulations.what')}</p>
      ${this.regulations.map(
        ({title, version, note, rules}) => html`<details>
          <summary><bdi>${title}</bdi> (${version})</summary>
          ${note ? html`<p dir="auto">${note}</p>` : ''}
          <ul>
            ${rules.map(({rule, source, url}) => html`<li dir="auto">${rule} – ${url ? html`<a href=${url} rel="noreferrer">${source}</a>` : source}</li>`)}
          </ul>
        </details>`,
      )}`;
  }
}

customElements.define('od-calling-rules', CallingRules);
