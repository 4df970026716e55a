import {html} from 'lit';
import {t} from '../i18n.js';
import {isZone} from '../parts/moments.js';
import {OBJECTIVES} from '../parts/words.js';
import {moment, select, span, text} from './fields.js';

const DURATIONS = ['hour', 'day'];

/** The zone in which the campaign's days are counted. */
export const zoneOf = (draft, tenant) => {
  const own = draft.value('/timeZone');
  return own && isZone(own) ? own : tenant.timeZone;
};

const ZONES = Intl.supportedValuesOf('timeZone');
const zones = (own) => (own && !ZONES.includes(own) ? [own, ...ZONES] : ZONES);

/** Name, objective, when it starts and ends. */
export const basics = (draft, {tenant}) => {
  const zone = zoneOf(draft, tenant);
  return html`
    ${text(draft, '/name', {label: t('plan.name'), maxLength: 200})}
    ${select(draft, '/objective', {
      label: t('plan.objective'),
      hint: t('plan.objective.hint'),
      options: [['', t('plan.choose')], ...OBJECTIVES.map((each) => [each, t(`objective.${each}`)])],
    })}
    ${select(draft, '/timeZone', {
      label: t('plan.timeZone'),
      hint: t('plan.timeZone.hint'),
      options: [['', t('plan.timeZone.tenant', {zone: tenant.timeZone})], ...zones(draft.value('/timeZone')).map((each) => [each, each])],
    })}
    <fieldset>
      <legend>${t('plan.when')}</legend>
      ${moment(draft, '/startAt', {label: t('plan.startAt'), hint: t('plan.startAt.hint', {zone}), zone})}
      <button type="button" ?disabled=${!draft.editable('/startAt')} @click=${() => draft.change('/startAt', now())}>
        ${t('plan.startAt.now')}
      </button>
      ${end(draft, zone)}
    </fieldset>
  `;
};

const now = () => new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString().replace('.000', '');

/** A campaign ends at a moment or after a while: saying one takes back the other. */
const end = (draft, zone) => {
  const byMoment = draft.value('/endAt') !== undefined || draft.wantsMoment;
  const choose = (moment) => {
    draft.wantsMoment = moment;
    draft.change(moment ? '/duration' : '/endAt', undefined);
  };
  return html`
    <div role="radiogroup" aria-label=${t('plan.end')} class="choices">
      <label
        ><input
          type="radio"
          name="end"
          .checked=${!byMoment}
          ?disabled=${!draft.editable('/duration')}
          @change=${() => choose(false)}
        />
        ${t('plan.end.duration')}</label
      >
      <label
        ><input
          type="radio"
          name="end"
          .checked=${byMoment}
          ?disabled=${!draft.editable('/endAt')}
          @change=${() => choose(true)}
        />
        ${t('plan.end.moment')}</label
      >
    </div>
    ${byMoment
      ? moment(draft, '/endAt', {label: t('plan.endAt'), hint: t('plan.endAt.hint', {zone}), zone})
      : span(draft, '/duration', {label: t('plan.duration'), hint: t('plan.duration.hint'), unit: 'day', units: DURATIONS})}
    ${byMoment ? '' : missingEnd(draft)}
  `;
};

/** What is missing is said of `endAt`, wherever one chose to say how long. */
const missingEnd = (draft) =>
  draft.value('/duration') === undefined && (draft.verdict?.errors ?? []).some(({pointer}) => pointer === '/endAt')
    ? html`<p class="wrong">${t('plan.end.missing')}</p>`
    : '';
