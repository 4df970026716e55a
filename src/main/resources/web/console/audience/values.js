import {html, nothing} from 'lit';
import {t, word} from '../i18n.js';
import {DISPOSITIONS, OUTCOMES} from '../parts/words.js';
import {OPERATORS} from './operators.js';
import {WORDS} from './vocabulary.js';

const KNOWN = {outcome: OUTCOMES, disposition: DISPOSITIONS};

export const wordsOf = (kind) => KNOWN[kind].map((code) => [code, word(kind, code)]);

const CALENDAR_DATE = /^\d{4}-\d\d-\d\d$/;

/** What was typed, as the query language has it for the type of the field; what does not fit goes as it is and is refused. */
const literal = (text, type) => {
  const trimmed = text.trim();
  if (type !== 'number' || trimmed === '') {
    return trimmed;
  }
  return Number.isNaN(Number(trimmed)) ? trimmed : Number(trimmed);
};

const input = ({type, value, label, list, change, wrong}) => {
  const isDate = (type === 'date' || type === 'timestamp') && (value === undefined || value === '' || CALENDAR_DATE.test(value));
  return html`<input
    type=${isDate ? 'date' : 'text'}
    inputmode=${type === 'number' ? 'decimal' : nothing}
    dir=${type === 'number' ? 'ltr' : 'auto'}
    autocomplete="off"
    aria-label=${label}
    aria-invalid=${wrong ? 'true' : nothing}
    list=${list ?? nothing}
    .value=${String(value ?? '')}
    @input=${({target}) => change(literal(target.value, type))}
  />`;
};

const listInput = ({item, type, list, change, wrong}) => html`<input
  type="text"
  dir="auto"
  autocomplete="off"
  aria-label=${t('audience.values')}
  aria-invalid=${wrong ? 'true' : nothing}
  placeholder=${t('audience.values.example')}
  list=${list ?? nothing}
  .value=${item.typed ?? (item.value ?? []).join(', ')}
  @input=${({target}) =>
    change(
      target.value
        .split(',')
        .map((each) => literal(each, type))
        .filter((each) => each !== ''),
      target.value,
    )}
/>`;

const wordsInput = ({item, kind, change}) => html`<fieldset class="choices">
  <legend class="unseen">${t('audience.values')}</legend>
  ${wordsOf(kind).map(
    ([code, text]) => html`<label
      ><input
        type="checkbox"
        .checked=${(item.value ?? []).includes(code)}
        @change=${({target}) =>
          change(KNOWN[kind].filter((each) => (each === code ? target.checked : (item.value ?? []).includes(each))))}
      />
      ${text}</label
    >`,
  )}
</fieldset>`;

const choose = (options, value, change) => html`<select
  aria-label=${t('audience.value')}
  @change=${({target}) => change(target.value)}
>
  <option value="" ?selected=${value === undefined || value === ''}>${t('audience.choose')}</option>
  ${options.map(([code, text]) => html`<option value=${code} ?selected=${code === String(value)}>${text}</option>`)}
</select>`;

/**
 * The controls for what a test asks for.
 *
 * @param item the test
 * @param list id of a list of values that are known, if any
 * @param change gets the new value, and what was typed where that is more
 */
export const valueControl = ({item, type, list, change, wrong}) => {
  const kind = WORDS[item.field];
  switch (OPERATORS[item.op].input) {
    case 'none':
      return '';
    case 'list':
      return kind ? wordsInput({item, kind, change}) : listInput({item, type, list, change, wrong});
    case 'pair': {
      const [from, to] = item.value ?? [];
      return html`${input({type, value: from, label: t('audience.from'), change: (value) => change([value, to]), wrong})}
      <span>${t('audience.and')}</span>
      ${input({type, value: to, label: t('audience.to'), change: (value) => change([from, value]), wrong})}`;
    }
    case 'span':
      return html`${input({type: 'number', value: item.value, label: t('audience.days'), change, wrong})} <span>${t('audience.days')}</span>`;
    default:
      if (kind) {
        return choose(wordsOf(kind), item.value, change);
      }
      if (type === 'boolean') {
        const options = [['true', t('audience.true')], ['false', t('audience.false')]];
        return choose(options, item.value, (value) => change(value === '' ? undefined : value === 'true'));
      }
      return input({type, value: item.value, label: t('audience.value'), list, change, wrong});
  }
};
