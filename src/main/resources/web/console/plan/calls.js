import {html} from 'lit';
import {t, word} from '../i18n.js';
import {HOLIDAYS} from '../parts/words.js';
import {isMisfit, isTexts} from '../parts/misfit.js';
import {bound, choice, lines, number, select, several, span, unheld, unshown} from './fields.js';
import {windows} from './windows.js';

const RETRIED = ['no_answer', 'busy', 'answered_machine', 'rejected', 'congestion', 'abandoned'];
const STOPS = [...RETRIED, 'invalid_number', 'blocked'];
const PRIORITIES = Array.from({length: 10}, (_, i) => String(i + 1));

/** When, how often and how fast people are called. */
export const calls = (draft, {tenant, connections}) => html`
  ${unheld(draft, ['/calls', '/calls/retry', '/calls/retry/intervals'])}
  ${windows(draft, '/calls/windows', {
    legend: t('plan.windows'),
    hint: t('plan.windows.hint'),
    add: t('plan.windows.add'),
    first: {days: weekdays(tenant.country), from: '09:00', to: '21:00'},
  })}
  ${windows(draft, '/calls/doNotDisturb', {
    legend: t('plan.doNotDisturb'),
    hint: t('plan.doNotDisturb.hint'),
    add: t('plan.doNotDisturb.add'),
    first: {from: '12:00', to: '13:00'},
  })}
  ${holidays(draft)} ${retry(draft)} ${limits(draft, connections)}
`;

/** The days on which people work, as far as a first suggestion needs to know. */
export const weekdays = (country) =>
  ['SA', 'EG', 'KW', 'QA', 'BH', 'OM', 'JO'].includes(country) ? ['sun', 'mon', 'tue', 'wed', 'thu'] : ['mon', 'tue', 'wed', 'thu', 'fri'];

/** A country's holidays by its code, other days by their dates. */
const holidays = (draft) => {
  const pointer = '/calls/holidays';
  if (isMisfit(draft.value(pointer), isTexts)) {
    return unshown(draft, pointer, t('plan.holidays'));
  }
  const all = draft.value(pointer) ?? [];
  const toggle = (country, on) => {
    const next = on ? [country, ...all] : all.filter((each) => each !== country);
    draft.change(pointer, next.length > 0 ? next : undefined);
  };
  return html`<fieldset ?disabled=${!draft.editable(pointer)}>
    <legend>${t('plan.holidays')}</legend>
    <div class="choices">
      ${HOLIDAYS.map(
        (country) => html`<label
          ><input type="checkbox" .checked=${all.includes(country)} @change=${({target}) => toggle(country, target.checked)} />
          ${t(`country.${country}`)}</label
        >`,
      )}
    </div>
    ${bound(draft, pointer, {
      label: t('plan.holidays.dates'),
      hint: t('plan.holidays.hint'),
      deep: true,
      fits: isTexts,
      control: ({id, describedBy, invalid}) => html`<input
        id=${id}
        type="text"
        dir="ltr"
        autocomplete="off"
        placeholder="2027-02-22, 2027-09-23"
        aria-describedby=${describedBy}
        aria-invalid=${invalid}
        .value=${all.filter((each) => !HOLIDAYS.includes(each)).join(', ')}
        @change=${({target}) => {
          const dates = target.value.split(',').map((each) => each.trim()).filter(Boolean);
          const next = [...all.filter((each) => HOLIDAYS.includes(each)), ...dates];
          draft.change(pointer, next.length > 0 ? next : undefined);
        }}
      />`,
    })}
  </fieldset>`;
};

const retry = (draft) => html`<fieldset>
  <legend>${t('plan.retry')}</legend>
  ${number(draft, '/calls/retry/maxAttempts', {label: t('plan.maxAttempts'), hint: t('plan.maxAttempts.hint'), whole: true})}
  ${number(draft, '/calls/retry/maxAttemptsPerDay', {label: t('plan.maxAttemptsPerDay'), hint: t('plan.optional'), whole: true})}
  ${span(draft, '/calls/retry/intervals/default', {label: t('plan.interval.default'), hint: t('plan.interval.hint'), unit: 'hour'})}
  <details ?open=${Object.keys(draft.value('/calls/retry/intervals') ?? {}).some((each) => each !== 'default')}>
    <summary>${t('plan.intervals')}</summary>
    ${RETRIED.map((outcome) =>
      span(draft, `/calls/retry/intervals/${outcome}`, {label: word('outcome', outcome), unit: 'hour'}),
    )}
    ${number(draft, '/calls/retry/backoff', {label: t('plan.backoff'), hint: t('plan.backoff.hint'), placeholder: '1'})}
    ${number(draft, '/calls/retry/jitter', {label: t('plan.jitter'), hint: t('plan.jitter.hint'), scale: 100, unit: '%', placeholder: '0'})}
    ${choice(draft, '/calls/retry/differentTimeOfDay', {label: t('plan.differentTimeOfDay'), otherwise: t('plan.default.yes')})}
    ${several(draft, '/calls/retry/stopOn', {
      label: t('plan.stopOn'),
      options: STOPS.map((outcome) => [outcome, word('outcome', outcome)]),
    })}
  </details>
</fieldset>`;

const limits = (draft, connections) => html`<fieldset>
  <legend>${t('plan.limits')}</legend>
  ${number(draft, '/calls/maxDailyCalls', {label: t('plan.maxDailyCalls'), whole: true})}
  ${number(draft, '/calls/maxConcurrentCalls', {label: t('plan.maxConcurrentCalls'), hint: t('plan.optional'), whole: true})}
  ${select(draft, '/calls/priority', {
    label: t('plan.priority'),
    hint: t('plan.priority.hint'),
    options: [['', t('plan.priority.default')], ...PRIORITIES.map((each) => [each, each])],
    read: Number,
  })}
  <details ?open=${['callsPerMinute', 'callsPerHour', 'ringTimeout', 'callerIds', 'connectionId'].some((each) => draft.value(`/calls/${each}`) !== undefined)}>
    <summary>${t('plan.limits.more')}</summary>
    ${number(draft, '/calls/callsPerMinute', {label: t('plan.callsPerMinute'), hint: t('plan.optional'), whole: true})}
    ${number(draft, '/calls/callsPerHour', {label: t('plan.callsPerHour'), hint: t('plan.optional'), whole: true})}
    ${span(draft, '/calls/ringTimeout', {label: t('plan.ringTimeout'), hint: t('plan.ringTimeout.hint'), unit: 'second', units: ['second', 'minute']})}
    ${lines(draft, '/calls/callerIds', {label: t('plan.callerIds'), hint: t('plan.callerIds.hint'), ltr: true})}
    ${connections.length > 0
      ? select(draft, '/calls/connectionId', {
          label: t('plan.connection'),
          options: [['', t('plan.connection.routes')], ...connections.map(({id, name}) => [id, name])],
        })
      : ''}
  </details>
</fieldset>`;
