import {html, nothing} from 'lit';
import {t} from '../i18n.js';
import {Refused} from '../api.js';
import {problem} from '../view.js';

const below = (pointer, place) => pointer === place || pointer.startsWith(`${place}/`);

/** What a refusal says of one place of the body, given as a JSON pointer; null for nothing. */
export const wrongAt = (failure, place) =>
  failure instanceof Refused ? (failure.errors.find(({pointer}) => below(pointer, place))?.detail ?? null) : null;

/** The id of the control of a field. */
export const idOf = (name) => `field-${name.replaceAll(/[^\w-]/g, '-')}`;

/**
 * A labelled control with its hint and with what the service refused of it.
 *
 * @param name names the control; with `pointer` absent it is also its place in the body
 * @param wrong what is wrong with it, where that is not read from `failure`
 * @param control makes the control: gets attributes `{id, name, describedBy, invalid}` for it
 */
export const field = ({name, label, hint, failure, pointer = `/${name}`, wrong = wrongAt(failure, pointer), control}) => {
  const id = idOf(name);
  const described = [hint ? `${id}-hint` : '', wrong ? `${id}-wrong` : ''].filter(Boolean).join(' ');
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${control({id, name, describedBy: described || nothing, invalid: wrong ? 'true' : nothing})}
    ${hint ? html`<p class="hint" id=${`${id}-hint`}>${hint}</p>` : ''}
    ${wrong ? html`<p class="wrong" id=${`${id}-wrong`}>${wrong}</p>` : ''}
  </div>`;
};

/** One line of text, or what `type` says; other attributes as HTML has them. */
export const textField = ({value, type = 'text', required, maxLength, min, max, step, pattern, placeholder, autocomplete, list, ltr, ...rest}) =>
  field({
    ...rest,
    control: ({id, name, describedBy, invalid}) => html`<input
      id=${id}
      name=${name}
      type=${type}
      dir=${ltr ? 'ltr' : nothing}
      .value=${value ?? ''}
      ?required=${required}
      maxlength=${maxLength ?? nothing}
      min=${min ?? nothing}
      max=${max ?? nothing}
      step=${step ?? nothing}
      pattern=${pattern ?? nothing}
      placeholder=${placeholder ?? nothing}
      list=${list ?? nothing}
      autocomplete=${autocomplete ?? 'off'}
      aria-describedby=${describedBy}
      aria-invalid=${invalid}
    />`,
  });

export const areaField = ({value, required, maxLength, rows = 6, ltr, ...rest}) =>
  field({
    ...rest,
    control: ({id, name, describedBy, invalid}) => html`<textarea
      id=${id}
      name=${name}
      dir=${ltr ? 'ltr' : 'auto'}
      rows=${rows}
      .value=${value ?? ''}
      ?required=${required}
      maxlength=${maxLength ?? nothing}
      aria-describedby=${describedBy}
      aria-invalid=${invalid}
    ></textarea>`,
  });

/** @param options as `[value, text]` */
export const selectField = ({value, options, required, change, ...rest}) =>
  field({
    ...rest,
    control: ({id, name, describedBy, invalid}) => html`<select
      id=${id}
      name=${name}
      ?required=${required}
      aria-describedby=${describedBy}
      aria-invalid=${invalid}
      @change=${change ?? nothing}
    >
      ${options.map(
        ([option, text]) => html`<option value=${option} ?selected=${option === (value ?? '')}>${text}</option>`,
      )}
    </select>`,
  });

export const checkField = ({name, label, checked, hint}) =>
  html`<div class="field check">
    <label><input type="checkbox" name=${name} .checked=${Boolean(checked)} /> ${label}</label>
    ${hint ? html`<p class="hint">${hint}</p>` : ''}
  </div>`;

/**
 * What a form's refusal says that none of its fields does.
 *
 * @param places pointers of the fields that the form has
 */
export const formProblem = (failure, places) => {
  if (!(failure instanceof Refused) || failure.errors.length === 0) {
    return problem(failure);
  }
  const rest = failure.errors.filter(({pointer}) => !places.some((place) => below(pointer, place)));
  return html`<div class="notice bad" role="alert">
    ${rest.length < failure.errors.length ? html`<p>${t('error.fields')}</p>` : ''}
    ${rest.map(({pointer, detail}) => html`<p>${detail} <code class="muted" dir="ltr">${pointer}</code></p>`)}
  </div>`;
};
