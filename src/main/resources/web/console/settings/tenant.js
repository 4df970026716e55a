import {html} from 'lit';
import {patch, read} from '../api.js';
import {money, number, t} from '../i18n.js';
import {formProblem, textField} from '../parts/field.js';
import {table} from '../parts/paged.js';
import {problem} from '../view.js';
import {Saving} from './saving.js';

const DAY = /^P(\d+)D$|^PT(\d+)H$/;
const USED = {maxConcurrentCalls: 'callsInFlight', maxDailyCalls: 'callsToday', maxActiveCampaigns: 'activeCampaigns'};

/** Days of an ISO 8601 duration of whole days or hours. */
const days = (duration) => {
  const found = DAY.exec(duration ?? '');
  return found ? Number(found[1] ?? Number(found[2]) / 24) : 0;
};

/** Name and clock of the tenant, and what it may use, which the platform sets. */
class TenantSettings extends Saving {
  async fetch() {
    const {value, version} = await read('/tenant');
    this.version = version;
    this.shown = value;
  }

  save(submit) {
    submit.preventDefault();
    const {name, timeZone, redial} = Object.fromEntries(new FormData(submit.target));
    const redialUnknownAfter = Number(redial) > 0 ? `PT${Number(redial) * 24}H` : 'PT0S';
    this.attempt(() => patch('/tenant', {name, timeZone, redialUnknownAfter}, this.version));
  }

  render() {
    return this.shown ? html`${this.may('tenant:admin') ? this.form(this.shown) : this.facts(this.shown)} ${this.limits(this.shown)}` : problem(this.failure, () => this.load());
  }

  facts(tenant) {
    return html`<dl class="known">
      <div><dt>${t('tenant.name')}</dt><dd><bdi>${tenant.name}</bdi></dd></div>
      <div><dt>${t('tenant.timeZone')}</dt><dd dir="ltr">${tenant.timeZone}</dd></div>
    </dl>`;
  }

  form(tenant) {
    const zones = Intl.supportedValuesOf('timeZone');
    return html`<form @submit=${this.save}>
      ${textField({name: 'name', label: t('tenant.name'), value: tenant.name, required: true, maxLength: 200, failure: this.wrong})}
      ${textField({name: 'timeZone', label: t('tenant.timeZone'), hint: t('tenant.timeZone.hint'), value: tenant.timeZone, required: true, ltr: true, list: 'zones', failure: this.wrong})}
      <datalist id="zones">${zones.map((zone) => html`<option value=${zone}></option>`)}</datalist>
      ${textField({name: 'redial', type: 'number', min: 0, max: 365, label: t('tenant.redial'), hint: t('tenant.redial.hint'), value: days(tenant.redialUnknownAfter), pointer: '/redialUnknownAfter', failure: this.wrong})}
      ${formProblem(this.wrong, ['/name', '/timeZone', '/redialUnknownAfter'])} ${this.savedNotice()}
      <button class="primary" ?disabled=${this.busy}>${t('shell.save')}</button>
    </form>`;
  }

  limits({limits, usage}) {
    return html`<h2>${t('tenant.limits')}</h2>
      <p class="muted">${t('tenant.limits.what')}</p>
      ${table({
        label: t('tenant.limits'),
        rows: Object.entries(limits),
        columns: [
          {title: t('tenant.limit'), head: true, cell: ([name]) => t(`limits.${name}`)},
          {title: t('tenant.allowed'), number: true, cell: ([, value]) => number(value)},
          {title: t('tenant.used'), number: true, cell: ([name]) => (USED[name] ? number(usage[USED[name]]) : '–')},
        ],
      })}
      <p>${t('tenant.spend', {spend: money(usage.spend)})}</p>`;
  }
}

customElements.define('od-tenant', TenantSettings);
