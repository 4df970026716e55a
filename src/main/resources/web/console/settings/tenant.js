import {html} from 'lit';
import {patch, read} from '../api.js';
import {money, number, t} from '../i18n.js';
import {field, formProblem, textField} from '../parts/field.js';
import {duration, seconds, UNITS, unitOf} from '../parts/moments.js';
import {table} from '../parts/paged.js';
import {problem} from '../view.js';
import {Saving} from './saving.js';

const USED = {maxConcurrentCalls: 'callsInFlight', maxDailyCalls: 'callsToday', maxActiveCampaigns: 'activeCampaigns'};

const REDIAL_UNITS = ['minute', 'hour', 'day'];

/** Name and clock of the tenant, and what it may use, which the platform sets. */
class TenantSettings extends Saving {
  async fetch() {
    const {value, version} = await read('/tenant');
    this.version = version;
    this.shown = value;
  }

  save(submit) {
    submit.preventDefault();
    const {name, timeZone, redial, redialUnit} = Object.fromEntries(new FormData(submit.target));
    const redialUnknownAfter = Number(redial) > 0 ? duration(Number(redial), redialUnit) : 'PT0S';
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
      ${this.redial(seconds(tenant.redialUnknownAfter) ?? 0)}
      ${formProblem(this.wrong, ['/name', '/timeZone', '/redialUnknownAfter'])} ${this.savedNotice()}
      <button class="primary" ?disabled=${this.busy}>${t('shell.save')}</button>
    </form>`;
  }

  /** In the largest unit of which it is a whole number. */
  redial(total) {
    const unit = total === 0 ? 'day' : unitOf(total);
    const units = REDIAL_UNITS.includes(unit) ? REDIAL_UNITS : [unit, ...REDIAL_UNITS];
    return field({
      name: 'redial',
      label: t('tenant.redial'),
      hint: t('tenant.redial.hint'),
      pointer: '/redialUnknownAfter',
      failure: this.wrong,
      control: ({id, name, describedBy, invalid}) => html`<span class="with-unit"
        ><input
          id=${id}
          name=${name}
          type="number"
          min="0"
          class="short"
          .value=${String(total / UNITS[unit])}
          aria-describedby=${describedBy}
          aria-invalid=${invalid}
        />
        <select name="redialUnit" aria-label=${t('shell.unit')}>
          ${units.map((each) => html`<option value=${each} ?selected=${each === unit}>${t(`unit.${each}`)}</option>`)}
        </select></span
      >`,
    });
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
