import {html} from 'lit';
import {t} from '../i18n.js';
import {isMisfit, isObject, isScalar, isText, isTexts, misfit} from '../parts/misfit.js';
import {wordsOf} from './values.js';

const LISTS = ['cities', 'neighborhoods', 'statuses'];
const KNOWN = {cities: 'city', statuses: 'status'};
const DAYS = /^P(\d+)D$/;

const without = (holder, key, value) => {
  const {[key]: _, ...rest} = holder ?? {};
  const nothing = value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  return nothing ? rest : {...rest, [key]: value};
};

const labelled = (id, label, control, hint) => html`<div class="field">
  <label for=${id}>${label}</label>
  ${control} ${hint ? html`<p class="hint">${hint}</p>` : ''}
</div>`;

const wholeNumber = (text) => (text.trim() === '' ? undefined : Number.isInteger(Number(text)) ? Number(text) : text.trim());

const words = (label, kind, chosen, change) => html`<fieldset class="several">
  <legend>${label}</legend>
  <div class="choices">
    ${wordsOf(kind).map(
      ([code, text]) => html`<label
        ><input
          type="checkbox"
          .checked=${chosen.includes(code)}
          @change=${({target}) => change(target.checked ? [...chosen, code] : chosen.filter((each) => each !== code))}
        />
        ${text}</label
      >`,
    )}
  </div>
</fieldset>`;

/**
 * The parts of an audience beside its query: places, statuses, and what happened before.
 *
 * @param change gets the new audience
 */
export const narrowing = (audience, change) => {
  const held = isMisfit(audience.interactions, isObject);
  const interactions = held ? {} : (audience.interactions ?? {});
  const set = (key, value) => change(without(audience, key, value));
  const happened = (key, value) => {
    const next = without(interactions, key, value);
    change(without(audience, 'interactions', Object.keys(next).length > 0 ? next : undefined));
  };
  const contacted = interactions.notContactedFor ?? '';
  /** The field, or what is stored where the field cannot show it. */
  const shown = (key, label, value, fits, replace, fitting) =>
    isMisfit(value, fits) ? misfit({id: `audience-${key}`, label, value, replace}) : fitting();
  return html`
    ${held ? shown('interactions', t('audience.narrow'), audience.interactions, isObject, () => set('interactions')) : ''}
    ${LISTS.map((list) =>
      shown(list, t(`audience.${list}`), audience[list], isTexts, () => set(list), () => labelled(
        `audience-${list}`,
        t(`audience.${list}`),
        html`<input
          id=${`audience-${list}`}
          type="text"
          dir="auto"
          autocomplete="off"
          placeholder=${t('audience.values.example')}
          list=${`known-${KNOWN[list] ?? list}`}
          .value=${(audience[list] ?? []).join(', ')}
          @change=${({target}) => set(list, target.value.split(',').map((each) => each.trim()).filter(Boolean))}
        />`,
      )),
    )}
    ${shown('contacted', t('audience.notContactedFor'), contacted, isText, () => happened('notContactedFor'), () => labelled(
      'audience-contacted',
      t('audience.notContactedFor'),
      html`<input
        id="audience-contacted"
        class="short"
        type="text"
        inputmode="numeric"
        dir="ltr"
        .value=${contacted.match?.(DAYS)?.[1] ?? contacted}
        @input=${({target}) => {
          const days = wholeNumber(target.value);
          happened('notContactedFor', typeof days === 'number' ? `P${days}D` : days);
        }}
      />`,
      t('audience.notContactedFor.hint'),
    ))}
    ${['minPreviousCalls', 'maxPreviousCalls'].map((key) =>
      shown(key, t(`audience.${key}`), interactions[key], isScalar, () => happened(key), () => labelled(
        `audience-${key}`,
        t(`audience.${key}`),
        html`<input
          id=${`audience-${key}`}
          class="short"
          type="text"
          inputmode="numeric"
          dir="ltr"
          .value=${String(interactions[key] ?? '')}
          @input=${({target}) => happened(key, wholeNumber(target.value))}
        />`,
      )),
    )}
    ${shown('answered', t('audience.answeredBefore'), interactions.answeredBefore, (value) => typeof value === 'boolean', () => happened('answeredBefore'), () => labelled(
      'audience-answered',
      t('audience.answeredBefore'),
      html`<select
        id="audience-answered"
        @change=${({target}) => happened('answeredBefore', target.value === '' ? undefined : target.value === 'true')}
      >
        ${['', 'true', 'false'].map(
          (value) => html`<option value=${value} ?selected=${value === String(interactions.answeredBefore ?? '')}>
            ${t(`audience.answered.${value || 'any'}`)}
          </option>`,
        )}
      </select>`,
    ))}
    ${Object.entries({lastOutcomeIn: 'outcome', hadDisposition: 'disposition'}).map(([key, kind]) =>
      shown(key, t(`audience.${key}`), interactions[key], isTexts, () => happened(key), () =>
        words(t(`audience.${key}`), kind, interactions[key] ?? [], (chosen) => happened(key, chosen)),
      ),
    )}
  `;
};

/** How many parts say something. */
export const narrowed = (audience) =>
  LISTS.filter((list) => says(audience[list])).length + Object.keys(audience.interactions ?? {}).length;

const says = (part) => part !== undefined && part !== null && part.length !== 0;
