import {html, nothing} from 'lit';
import {t} from '../i18n.js';
import {same} from './document.js';

const pretty = (value) => JSON.stringify(value, null, 2);

/** The campaign's document as the API has it, changed here as anywhere else: what is no JSON is not taken. */
export const documentView = (draft) => {
  const editable = draft.campaign.state === 'draft' || draft.campaign.state === 'scheduled';
  const typed = draft.typed && same(draft.typed.document, draft.working) ? draft.typed : null;
  const misread = draft.typed?.misread ?? null;
  const take = ({target}) => {
    try {
      const document = JSON.parse(target.value);
      if (document === null || typeof document !== 'object' || Array.isArray(document)) {
        throw new SyntaxError(t('plan.json.object'));
      }
      draft.typed = {text: target.value, document};
      draft.replace(document);
    } catch (wrong) {
      draft.typed = {text: target.value, document: draft.working, misread: wrong.message};
      draft.tell();
    }
  };
  return html`<details class="json">
    <summary>${t('plan.json')}</summary>
    <div class="field">
      <label for="plan-json">${t('plan.json.label')}</label>
      <textarea
        id="plan-json"
        dir="ltr"
        rows="24"
        spellcheck="false"
        ?readonly=${!editable}
        aria-invalid=${misread ? 'true' : nothing}
        aria-describedby=${misread ? 'plan-misread' : nothing}
        .value=${typed ? typed.text : pretty(draft.working)}
        @input=${take}
      ></textarea>
      ${misread ? html`<p class="wrong" id="plan-misread">${t('plan.json.wrong', {detail: misread})}</p>` : ''}
    </div>
  </details>`;
};
