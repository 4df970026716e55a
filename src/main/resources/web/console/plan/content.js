import {html} from 'lit';
import {textOr, t} from '../i18n.js';
import {isMisfit, isObject, isText} from '../parts/misfit.js';
import {bound, sentence, select, text, unheld, unshown} from './fields.js';
import {escape} from './document.js';
import {marked, variablesOf} from '../content/template.js';
import './example.js';

const PERSONAL = ['first_name', 'last_name', 'name', 'city', 'neighborhoods[0]', 'status', 'language', 'phone', 'email'];

/** Who speaks, what is said, and what happens when that is not possible. */
export const content = (draft, {agents, scripts, vocabulary, scopes}) => {
  const script = scripts.find(({id}) => id === draft.value('/content/scriptId'));
  return html`
    ${unheld(draft, ['/content', '/content/variables', '/content/fallback'])}
    ${select(draft, '/content/voiceAgentId', {
      label: t('plan.voiceAgent'),
      hint: agents.length === 0 ? t('plan.voiceAgent.none') : undefined,
      options: [['', t('plan.choose')], ...named(agents, draft.value('/content/voiceAgentId'))],
    })}
    ${bound(draft, '/content/scriptId', {
      label: t('plan.script'),
      hint: scripts.length === 0 ? t('plan.script.none') : undefined,
      control: ({id, describedBy, invalid, disabled, value}) => html`<select
        id=${id}
        ?disabled=${disabled}
        aria-describedby=${describedBy}
        aria-invalid=${invalid}
        @change=${({target}) => chooseScript(draft, scripts.find((each) => each.id === target.value), vocabulary)}
      >
        <option value="" ?selected=${!value}>${t('plan.choose')}</option>
        ${named(scripts, value).map(
          ([option, label]) => html`<option value=${option} ?selected=${option === value}>${label}</option>`,
        )}
      </select>`,
    })}
    ${script ? scriptPart(draft, script, vocabulary, scopes) : ''} ${fallback(draft, agents)}
  `;
};

/** What is chosen stays to be seen after it was retired. */
const named = (all, chosen) => {
  const options = all.map(({id, name, language}) => [id, `${name} (${language})`]);
  return chosen && !all.some(({id}) => id === chosen) ? [...options, [chosen, t('plan.retired')]] : options;
};

/** The variables of a script come from the fields of the same names, until somebody says otherwise. */
const chooseScript = (draft, script, vocabulary) => {
  const {scriptId: _, scriptVersion: __, variables: before, ...rest} = isObject(draft.value('/content')) ? draft.value('/content') : {};
  if (!script) {
    draft.change('/content', rest);
    return;
  }
  const variables = Object.fromEntries(
    variablesOf(script.template).flatMap((name) => {
      const known = before?.[name] ?? (PERSONAL.includes(name) || vocabulary.knows(name) ? {from: name} : undefined);
      return known ? [[name, known]] : [];
    }),
  );
  draft.change('/content', {...rest, scriptId: script.id, variables});
};

const scriptPart = (draft, script, vocabulary, scopes) => html`
  ${version(draft, script)} <p class="script" dir="auto">${marked(script.template)}</p>
  <p><a href=${`/console/content/scripts/${script.id}`}>${t('plan.script.open')}</a></p>
  ${variablesOf(script.template).length > 0
    ? html`<fieldset class="variables">
        <legend>${t('plan.variables')}</legend>
        <p class="hint">${t('plan.variables.hint')}</p>
        <datalist id="variable-sources">
          ${[...PERSONAL, ...vocabulary.attributes.map(({name}) => name)].map(
            (field) => html`<option value=${field}>${textOr(`field.${field}`, field)}</option>`,
          )}
        </datalist>
        ${variablesOf(script.template).map((name) => variable(draft, name))}
      </fieldset>`
    : ''}
  ${scopes.includes('customers:read')
    ? html`<od-plan-example
        .script=${script}
        .version=${draft.value('/content/scriptVersion')}
        .variables=${draft.value('/content/variables')}
        .audience=${draft.value('/audience')}
      ></od-plan-example>`
    : ''}
`;

const version = (draft, script) =>
  select(draft, '/content/scriptVersion', {
    label: t('plan.scriptVersion'),
    hint: t('plan.scriptVersion.hint'),
    options: [
      ['', t('plan.scriptVersion.newest')],
      ...Array.from({length: script.scriptVersion}, (_, i) => String(script.scriptVersion - i)).map((each) => [each, each]),
    ],
    read: Number,
  });

const variable = (draft, name) => {
  const pointer = `/content/variables/${escape(name)}`;
  const stored = draft.value(pointer);
  if (isMisfit(stored, (value) => isObject(value) && !isMisfit(value.from, isText) && !isMisfit(value.fallback, isText))) {
    return unshown(draft, pointer, html`<mark>${name}</mark>`);
  }
  const value = stored ?? {};
  const problems = (draft.verdict?.errors ?? []).filter((problem) => problem.pointer === pointer);
  const change = (part, said) => {
    const {[part]: _, ...rest} = value;
    draft.change(pointer, said === '' ? rest : {...rest, [part]: said});
  };
  const disabled = !draft.editable(pointer);
  return html`<div class="row variable">
    <p><mark>${name}</mark></p>
    <label
      >${t('plan.variable.from')}
      <input
        type="text"
        dir="ltr"
        list="variable-sources"
        autocomplete="off"
        ?disabled=${disabled}
        .value=${value.from ?? ''}
        @input=${({target}) => change('from', target.value)}
    /></label>
    <label
      >${t('plan.variable.fallback')}
      <input
        type="text"
        dir="auto"
        maxlength="500"
        autocomplete="off"
        ?disabled=${disabled}
        .value=${value.fallback ?? ''}
        @input=${({target}) => change('fallback', target.value)}
    /></label>
    ${problems.map((problem) => html`<p class="wrong">${sentence(problem)}</p>`)}
  </div>`;
};

const fallback = (draft, agents) => html`<fieldset>
  <legend>${t('plan.fallback')}</legend>
  ${text(draft, '/content/fallback/voicemailMessage', {label: t('plan.voicemail'), hint: t('plan.voicemail.hint'), rows: 3, maxLength: 4000})}
  ${text(draft, '/content/fallback/transferTo', {label: t('plan.transferTo'), hint: t('plan.transferTo.hint'), ltr: true, placeholder: '+966112345678'})}
  ${select(draft, '/content/fallback/voiceAgentId', {
    label: t('plan.standIn'),
    hint: t('plan.standIn.hint'),
    options: [['', t('plan.standIn.none')], ...named(agents, draft.value('/content/fallback/voiceAgentId'))],
  })}
</fieldset>`;
