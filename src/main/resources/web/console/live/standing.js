import {html} from 'lit';
import {money, number, percent, span, t, word} from '../i18n.js';
import {countsTable, progressBar} from '../parts/progress-bar.js';

const share = (value) => (value === null ? '–' : percent(value));

const figure = (name, value) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

/** Money spent, against the budget if there is one. */
const spent = ({performance}, {spend}) => {
  if (!performance?.budget) {
    return money(spend);
  }
  const said = t('live.ofBudget', {spend: money(spend), budget: money(performance.budget)});
  return html`${said} <meter min="0" max=${performance.budget.amount} value=${spend.amount} aria-label=${said}></meter>`;
};

/** Where the campaign stands, in figures. */
export const standing = (campaign, progress) => html`<section aria-labelledby="progress">
    <h2 id="progress">${t('live.progress')}</h2>
    ${progressBar(progress.targets)}
    <dl class="figures">
      ${figure(t('live.inFlight'), number(progress.inFlight))} ${figure(t('live.rate'), number(progress.callsPerMinute))}
      ${figure(t('live.attempts'), number(progress.attempts.total))} ${figure(t('live.answers'), share(progress.answerRate))}
      ${figure(t('live.success'), share(progress.successRate))}
      ${figure(t('live.eta'), progress.etaSeconds === null ? '–' : span(progress.etaSeconds))}
      ${figure(t('live.binding'), progress.bindingLimit ? word('limit', progress.bindingLimit) : t('live.unbound'))}
      ${figure(t('live.spend'), spent(campaign, progress))}
    </dl>
    ${progress.draining ? html`<p class="notice">${t('live.draining')}</p>` : ''}
  </section>
  <div class="columns">
    <section>${countsTable(t('live.targets'), 'target', progress.targets.byState, t('progress.nobody'))}</section>
    <section>${countsTable(t('live.outcomes'), 'outcome', progress.attempts.byOutcome, t('live.noCalls'))}</section>
    <section>
      ${countsTable(t('live.dispositions'), 'disposition', progress.attempts.byDisposition, t('live.noCalls'))}
    </section>
    <section>${countsTable(t('live.suppressed'), 'reason', progress.suppressedByReason, t('live.noneSuppressed'))}</section>
  </div>`;
