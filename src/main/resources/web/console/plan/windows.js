import {html, nothing} from 'lit';
import {t} from '../i18n.js';
import {isMisfit, isObject, isText, isTexts} from '../parts/misfit.js';
import {sentence, unshown} from './fields.js';
import {below} from './document.js';

const WEEK = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const COUNTRY_DAYS = /^(weekend|weekdays)-([A-Za-z]{2})$/;

const days = (window, change) => {
  const chosen = window.days ?? WEEK;
  const country = chosen.filter((day) => COUNTRY_DAYS.test(day));
  const toggle = (day, on) => {
    const next = [...WEEK.filter((each) => (each === day ? on : chosen.includes(each))), ...country];
    change({...window, days: next.length === WEEK.length ? undefined : next});
  };
  return html`<div class="days" role="group" aria-label=${t('plan.window.days')}>
    ${WEEK.map(
      (day) => html`<label
        ><input type="checkbox" .checked=${chosen.includes(day)} @change=${({target}) => toggle(day, target.checked)} />
        ${t(`plan.day.${day}`)}</label
      >`,
    )}
    ${country.map((each) => html`<span>${t(`plan.day.${each.split('-')[0].toLowerCase()}`, {country: each.split('-')[1].toUpperCase()})}</span>`)}
  </div>`;
};

/** `24:00` is an end, which a clock's control cannot show: it is written out. */
const time = (label, value, change) => html`<label class="time"
  >${label}
  <input
    type="text"
    inputmode="numeric"
    dir="ltr"
    class="short"
    maxlength="5"
    placeholder="09:00"
    .value=${value ?? ''}
    @change=${({target}) => change(clock(target.value))}
/></label>`;

/** `9` and `930` are meant as clocks show them. */
const clock = (typed) => {
  const found = typed.trim().match(/^(\d{1,2}):?(\d{2})?$/);
  return found ? `${found[1].padStart(2, '0')}:${found[2] ?? '00'}` : typed.trim();
};

const isWindow = (window) =>
  isObject(window) && !isMisfit(window.days, isTexts) && !isMisfit(window.from, isText) && !isMisfit(window.to, isText);

/** Hours of the week, one row for each window. */
export const windows = (draft, pointer, {legend, hint, add, first}) => {
  if (isMisfit(draft.value(pointer), Array.isArray)) {
    return unshown(draft, pointer, legend);
  }
  const all = draft.value(pointer) ?? [];
  const problems = draft.problems.length > 0 ? draft.problems : (draft.verdict?.errors ?? []);
  const put = (next) => draft.change(pointer, next.length > 0 ? next : undefined);
  const change = (i, window) => put(all.map((each, at) => (at === i ? clean(window) : each)));
  const own = problems.filter((problem) => problem.pointer === pointer);
  return html`<fieldset class="windows" ?disabled=${!draft.editable(pointer)} aria-describedby=${own.length > 0 ? `wrong${pointer}` : nothing}>
    <legend>${legend}</legend>
    ${hint ? html`<p class="hint">${hint}</p>` : ''}
    ${all.map(
      (window, i) => html`<div class="window">
        ${isWindow(window) ? days(window, (changed) => change(i, changed)) : html`<p class="wrong">${t('plan.window.unread')}</p>`}
        <div class="row">
          ${isWindow(window)
            ? html`${time(t('plan.window.from'), window.from, (from) => change(i, {...window, from}))}
                ${time(t('plan.window.to'), window.to, (to) => change(i, {...window, to}))}`
            : html`<code dir="ltr">${JSON.stringify(window)}</code>`}
          <button
            type="button"
            class="remove"
            aria-label=${t('plan.window.remove')}
            title=${t('plan.window.remove')}
            @click=${() => put(all.filter((_, at) => at !== i))}
          >
            ×
          </button>
        </div>
        ${below(problems, `${pointer}/${i}`).map((problem) => html`<p class="wrong">${sentence(problem)}</p>`)}
      </div>`,
    )}
    ${own.map((problem) => html`<p class="wrong" id=${`wrong${pointer}`}>${sentence(problem)}</p>`)}
    <button type="button" @click=${() => put([...all, isWindow(all.at(-1)) ? {...all.at(-1)} : first])}>${add}</button>
  </fieldset>`;
};

const clean = ({days: chosen, ...rest}) => (chosen === undefined ? rest : {days: chosen, ...rest});
