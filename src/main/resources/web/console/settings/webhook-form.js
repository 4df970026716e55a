import {html} from 'lit';
import {moment, number, t, word} from '../i18n.js';
import {textField} from '../parts/field.js';
import {HOOKS} from '../parts/words.js';

/** Fields of a webhook: no type chosen means all, also those to come. */
export const webhookFields = ({url, description, eventTypes}, failure) => html`
  ${textField({name: 'url', type: 'url', label: t('webhooks.url'), hint: t('webhooks.url.hint'), value: url, required: true, ltr: true, failure})}
  ${textField({name: 'description', label: t('webhooks.description'), value: description, maxLength: 500, failure})}
  <fieldset>
    <legend>${t('webhooks.types')}</legend>
    <p class="hint">${t('webhooks.types.hint')}</p>
    ${HOOKS.map(
      (type) => html`<label><input type="checkbox" name="eventTypes" value=${type} .checked=${(eventTypes ?? []).includes(type)} /> ${word('hook', type)}</label>`,
    )}
  </fieldset>
`;

export const webhookBody = (form) => {
  const eventTypes = form.getAll('eventTypes');
  return {
    url: form.get('url'),
    description: form.get('description') || null,
    eventTypes: eventTypes.length > 0 ? eventTypes : null,
  };
};

/** A secret is shown this once. */
export const secretOnce = (secret) =>
  secret
    ? html`<div class="notice" role="status">
        <p>${t('webhooks.secret')}</p>
        <p><code dir="ltr">${secret}</code></p>
        <button type="button" @click=${() => navigator.clipboard.writeText(secret)}>${t('webhooks.copy')}</button>
      </div>`
    : '';

export const webhookState = ({enabled, disabledReason, failures, failingSince}) => {
  if (!enabled) {
    return html`${t('webhooks.off')} <span dir="auto">${disabledReason ?? ''}</span>`;
  }
  return failures > 0 ? t('webhooks.failing', {count: number(failures), since: moment(failingSince)}) : t('webhooks.on');
};
