import {html} from 'lit';
import {number, percent, t, word} from '../i18n.js';

/** A share in the unit of a guard: ratings in stars, scores as they are, everything else in percent. */
export const measure = (guard, share) =>
  guard === 'satisfaction'
    ? t('guard.stars', {stars: number(Math.round((1 + 4 * share) * 10) / 10)})
    : guard === 'quality_score'
      ? number(Math.round(share * 100) / 100)
      : percent(share);

const figure = {
  guard: (value) => word('guard', value),
  checks: (value) => value.map((check) => word('check', check)).join(t('cause.and')),
  setAside: (value) => number(Number(value)),
  sample: number,
  days: number,
  minutes: number,
  threshold: (value, {guard}) => measure(guard, value),
  observed: (value, {guard}) => measure(guard, value),
};

/** Why a campaign is in its state, in the page's language; what a person wrote stays as it is. */
export const inWords = (cause, reason) => {
  const known = cause && t(`cause.${cause.code}`) !== `cause.${cause.code}`;
  if (!known) {
    return reason ? html`<span dir="auto">${reason}</span>` : '';
  }
  const {figures} = cause;
  const values = Object.entries(figures).map(([name, value]) => [name, figure[name]?.(value, figures) ?? value]);
  return t(`cause.${cause.code}`, Object.fromEntries(values));
};
