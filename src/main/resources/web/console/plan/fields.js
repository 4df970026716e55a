import {html, nothing} from 'lit';
import {t, textOr} from '../i18n.js';
import {field, idOf} from '../parts/field.js';
import {isMisfit, isMoment, isObject, isScalar, isText, isTexts, misfit} from '../parts/misfit.js';
import {below} from './document.js';
import {UNITS, duration, instant, local, seconds, unitOf} from '../parts/moments.js';

/** What is wrong or missing at a place, in the page's words where it has some. Missing is what a start needs, wrong what no draft may have. */
export const sentence = ({code, detail}) => textOr(`problem.${code}`, detail);

const found = (draft, pointer, deep) => {
  const here = (problems) => (deep ? below(problems, pointer) : problems.filter((problem) => problem.pointer === pointer));
  const wrong = here(draft.problems);
  return wrong.length > 0 ? wrong : here(draft.verdict?.errors ?? []);
};

/**
 * A labelled control for the value at a pointer of the draft; what the service says of that place is shown under it.
 *
 * @param deep whether what is said of parts of the value belongs here too
 * @param fits whether the control can show a value; one that it cannot is shown as it is, to be replaced
 * @param control gets `{id, describedBy, invalid, disabled, value, set}`
 */
export const bound = (draft, pointer, {label, hint, deep = false, fits = isScalar, control}) => {
  const value = draft.value(pointer);
  const disabled = !draft.editable(pointer);
  if (isMisfit(value, fits)) {
    return unshown(draft, pointer, label);
  }
  return field({
    name: pointer,
    label,
    hint,
    wrong: told(draft, pointer, deep),
    control: (given) => control({...given, disabled, value, set: (said) => draft.change(pointer, said)}),
  });
};

const told = (draft, pointer, deep) => found(draft, pointer, deep).map(sentence).join(' ') || null;

/** What is stored where its field cannot show it. */
export const unshown = (draft, pointer, label) =>
  misfit({
    id: idOf(pointer),
    label,
    value: draft.value(pointer),
    wrong: told(draft, pointer, true),
    disabled: !draft.editable(pointer),
    replace: () => draft.change(pointer, undefined),
  });

/** Parts that hold others, where something else stands in their place: their fields are empty and say nothing of it. */
export const unheld = (draft, pointers) =>
  pointers
    .filter((pointer) => isMisfit(draft.value(pointer), isObject))
    .map((pointer) => unshown(draft, pointer, html`<code dir="ltr">${pointer}</code>`));

export const text = (draft, pointer, {rows, maxLength, ltr, placeholder, ...rest}) =>
  bound(draft, pointer, {
    ...rest,
    fits: isText,
    control: ({id, describedBy, invalid, disabled, value, set}) =>
      rows
        ? html`<textarea
            id=${id}
            rows=${rows}
            dir=${ltr ? 'ltr' : 'auto'}
            maxlength=${maxLength ?? nothing}
            ?disabled=${disabled}
            aria-describedby=${describedBy}
            aria-invalid=${invalid}
            .value=${value ?? ''}
            @input=${(input) => set(input.target.value)}
          ></textarea>`
        : html`<input
            id=${id}
            type="text"
            dir=${ltr ? 'ltr' : 'auto'}
            autocomplete="off"
            placeholder=${placeholder ?? nothing}
            maxlength=${maxLength ?? nothing}
            ?disabled=${disabled}
            aria-describedby=${describedBy}
            aria-invalid=${invalid}
            .value=${value ?? ''}
            @input=${(input) => set(input.target.value)}
          />`,
  });

/** What is no number stays as it was typed, so that the service says so at its place. */
const numeric = (text, scale) => {
  const trimmed = text.trim().replace(',', '.');
  const value = trimmed === '' ? undefined : Number(trimmed);
  return Number.isNaN(value) ? trimmed : value === undefined ? undefined : Number((value / scale).toPrecision(12));
};

/** @param scale by which the value is shown: 100 for shares that are shown as percents */
export const number = (draft, pointer, {unit, scale = 1, placeholder, whole = false, ...rest}) =>
  bound(draft, pointer, {
    ...rest,
    control: ({id, describedBy, invalid, disabled, value, set}) => html`<span class="with-unit"
      ><input
        id=${id}
        type="text"
        inputmode=${whole ? 'numeric' : 'decimal'}
        dir="ltr"
        autocomplete="off"
        class="short"
        placeholder=${placeholder ?? nothing}
        ?disabled=${disabled}
        aria-describedby=${describedBy}
        aria-invalid=${invalid}
        .value=${typeof value === 'number' ? String(Number((value * scale).toPrecision(12))) : (value ?? '')}
        @input=${(input) => set(numeric(input.target.value, scale))}
      />${unit ? html` <span>${unit}</span>` : ''}</span
    >`,
  });

/**
 * One of some values, or nothing said.
 *
 * @param options as `[value, text]`, values as text; the first stands for nothing said when its value is empty
 * @param read makes the value of its text
 */
export const select = (draft, pointer, {options, read = (text) => text, ...rest}) =>
  bound(draft, pointer, {
    ...rest,
    control: ({id, describedBy, invalid, disabled, value, set}) => html`<select
      id=${id}
      ?disabled=${disabled}
      aria-describedby=${describedBy}
      aria-invalid=${invalid}
      @change=${({target}) => set(target.value === '' ? undefined : read(target.value))}
    >
      ${[...options, ...unlisted(options, value)].map(
        ([option, label]) => html`<option value=${option} ?selected=${option === String(value ?? '')}>${label}</option>`,
      )}
    </select>`,
  });

/** A value that is none of those offered is shown among them, so that it is seen and can be replaced. */
const unlisted = (options, value) =>
  options.some(([option]) => option === String(value ?? '')) ? [] : [[String(value ?? ''), String(value ?? '')]];

/** Yes, no, or nothing said. */
export const choice = (draft, pointer, {otherwise, ...rest}) =>
  select(draft, pointer, {
    ...rest,
    options: [
      ['', otherwise],
      ['true', t('plan.yes')],
      ['false', t('plan.no')],
    ],
    read: (text) => text === 'true',
  });

/** A number and its unit. @param unit that is offered while nothing is said */
export const span = (draft, pointer, {unit = 'minute', units = Object.keys(UNITS), placeholder, ...rest}) =>
  bound(draft, pointer, {
    ...rest,
    control: ({id, describedBy, invalid, disabled, value, set}) => {
      const total = seconds(value);
      const shown = total ? unitOf(total) : unit;
      const count = total === null ? (value ?? '') : String(total / UNITS[shown]);
      const said = (event) => {
        const [input, chosen] = event.target.closest('.with-unit').querySelectorAll('input, select');
        const typed = numeric(input.value, 1);
        set(typed === undefined ? undefined : Number.isInteger(typed) ? duration(typed, chosen.value) : typed);
      };
      return html`<span class="with-unit"
        ><input
          id=${id}
          type="text"
          inputmode="numeric"
          dir="ltr"
          autocomplete="off"
          class="short"
          placeholder=${placeholder ?? nothing}
          ?disabled=${disabled}
          aria-describedby=${describedBy}
          aria-invalid=${invalid}
          .value=${count}
          @input=${said}
        />
        <select aria-label=${t('shell.unit')} ?disabled=${disabled} @change=${said}>
          ${units.map((each) => html`<option value=${each} ?selected=${each === shown}>${t(`unit.${each}`)}</option>`)}
        </select></span
      >`;
    },
  });

/** A moment on the clocks of a time zone. */
export const moment = (draft, pointer, {zone, ...rest}) =>
  bound(draft, pointer, {
    ...rest,
    fits: isMoment,
    control: ({id, describedBy, invalid, disabled, value, set}) => html`<input
      id=${id}
      type="datetime-local"
      ?disabled=${disabled}
      aria-describedby=${describedBy}
      aria-invalid=${invalid}
      .value=${value ? local(value, zone) : ''}
      @change=${(change) => set(change.target.value ? instant(change.target.value, zone) : undefined)}
    />`,
  });

/** An amount in the tenant's currency. */
export const amount = (draft, pointer, {currency, ...rest}) =>
  bound(draft, pointer, {
    ...rest,
    deep: true,
    fits: (value) => isObject(value) && !isMisfit(value.amount, isScalar) && !isMisfit(value.currency, isText),
    control: ({id, describedBy, invalid, disabled, value, set}) => html`<span class="with-unit"
      ><input
        id=${id}
        type="text"
        inputmode="decimal"
        dir="ltr"
        autocomplete="off"
        class="short"
        ?disabled=${disabled}
        aria-describedby=${describedBy}
        aria-invalid=${invalid}
        .value=${value?.amount ?? ''}
        @input=${({target}) =>
          set(target.value.trim() === '' ? undefined : {amount: target.value.trim(), currency: value?.currency ?? currency})}
      />
      <span>${value?.currency ?? currency}</span></span
    >`,
  });

/** Several texts, one a line. */
export const lines = (draft, pointer, {rows = 3, ltr, ...rest}) =>
  bound(draft, pointer, {
    ...rest,
    deep: true,
    fits: isTexts,
    control: ({id, describedBy, invalid, disabled, value, set}) => html`<textarea
      id=${id}
      rows=${rows}
      dir=${ltr ? 'ltr' : 'auto'}
      ?disabled=${disabled}
      aria-describedby=${describedBy}
      aria-invalid=${invalid}
      .value=${(value ?? []).join('\n')}
      @change=${({target}) => {
        const said = target.value.split('\n').map((line) => line.trim()).filter(Boolean);
        set(said.length > 0 ? said : undefined);
      }}
    ></textarea>`,
  });

/** Some of the words of the API. @param options as `[value, text]` */
export const several = (draft, pointer, {label, hint, options}) => {
  if (isMisfit(draft.value(pointer), isTexts)) {
    return unshown(draft, pointer, label);
  }
  const value = draft.value(pointer) ?? [];
  const disabled = !draft.editable(pointer);
  const wrong = found(draft, pointer, true).map(sentence).join(' ');
  const toggle = (option, on) => {
    const chosen = options.map(([each]) => each).filter((each) => (each === option ? on : value.includes(each)));
    draft.change(pointer, chosen.length > 0 ? chosen : undefined);
  };
  return html`<fieldset class="several" ?disabled=${disabled}>
    <legend>${label}</legend>
    ${hint ? html`<p class="hint">${hint}</p>` : ''}
    <div class="choices">
      ${options.map(
        ([option, text]) => html`<label
          ><input
            type="checkbox"
            .checked=${value.includes(option)}
            @change=${(change) => toggle(option, change.target.checked)}
          />
          ${text}</label
        >`,
      )}
    </div>
    ${wrong ? html`<p class="wrong">${wrong}</p>` : ''}
  </fieldset>`;
};
