import {html} from 'lit';
import {t} from '../i18n.js';
import {said} from '../view.js';
import {sentence} from './fields.js';

/** Whether what is written is safe, and what to do where it is not. */
export const status = (draft) => {
  switch (draft.state) {
    case 'conflict':
      return conflict(draft);
    case 'offline':
      return html`<div class="notice bad" role="alert"><p>${t('plan.save.offline')}</p></div>`;
    case 'refused':
      return refused(draft);
    default:
      return html`<p class="muted" role="status" id="save-state">
        ${t(draft.state === 'saved' ? 'plan.save.saved' : 'plan.save.saving')}
      </p>`;
  }
};

const refused = (draft) => html`<div class="notice bad" role="alert">
  <p>
    ${draft.problems.length > 0 ? t('plan.save.refused') : said(draft.failure)}
    ${draft.campaign.state === 'scheduled' ? t('plan.save.scheduled') : ''}
  </p>
  <ul>
    ${draft.problems.map((problem) => html`<li>${sentence(problem)} <code dir="ltr" class="muted">${problem.pointer}</code></li>`)}
  </ul>
  <p>${t('plan.save.kept')}</p>
</div>`;

const conflict = (draft) => html`<div class="notice bad" role="alert">
  <p><strong>${t('plan.conflict')}</strong> ${t('plan.conflict.text')}</p>
  <table>
    <thead>
      <tr>
        <th scope="col">${t('plan.conflict.part')}</th>
        <th scope="col">${t('plan.conflict.mine')}</th>
        <th scope="col">${t('plan.conflict.theirs')}</th>
      </tr>
    </thead>
    <tbody>
      ${draft.collisions.map(
        (pointer) => html`<tr>
          <th scope="row"><code dir="ltr">${pointer}</code></th>
          <td><code dir="auto">${shown(draft.value(pointer))}</code></td>
          <td><code dir="auto">${shown(draft.theirs(pointer))}</code></td>
        </tr>`,
      )}
    </tbody>
  </table>
  <div class="actions">
    <button type="button" class="primary" @click=${() => draft.settle(true)}>${t('plan.conflict.keep')}</button>
    <button type="button" @click=${() => draft.settle(false)}>${t('plan.conflict.take')}</button>
  </div>
</div>`;

const shown = (value) => (value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value));
