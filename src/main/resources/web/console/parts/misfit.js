import {html, nothing} from 'lit';
import {t} from '../i18n.js';
import {isObject} from './merge-patch.js';

export {isObject};

/** Of what kind a value is, for fields that show one kind only; nothing said fits all of them. */
export const isText = (value) => typeof value === 'string';
export const isScalar = (value) => ['string', 'number', 'boolean'].includes(typeof value);
export const isTexts = (value) => Array.isArray(value) && value.every(isText);
export const isMoment = (value) => isText(value) && !Number.isNaN(Date.parse(value));

export const isMisfit = (value, fits) => value !== undefined && value !== null && !fits(value);

/**
 * In the place of a field whose value is of another kind than it can show, as somebody may have written it by hand: shows the value
 * as a fault of the field, and gives it up by one button. Without this a wrong value would take its whole page along.
 *
 * @param id of the control that comes in its place and gets the focus, if it has one
 * @param replace removes the value
 */
export const misfit = ({id, label, value, wrong, disabled, replace}) => {
  const named = `${id}-label`;
  const anew = async ({target}) => {
    const page = target.getRootNode();
    replace();
    await new Promise((shown) => requestAnimationFrame(shown));
    page.getElementById(id)?.focus();
  };
  return html`<div class="field misfit" role="group" aria-labelledby=${named}>
    <span id=${named}>${label}</span>
    <code dir="ltr">${JSON.stringify(value)}</code>
    <p class="wrong">${t('shell.misfit')} ${wrong ?? nothing}</p>
    <div><button type="button" ?disabled=${disabled} @click=${anew}>${t('shell.misfit.replace')}</button></div>
  </div>`;
};
