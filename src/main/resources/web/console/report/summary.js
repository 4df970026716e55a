import {html} from 'lit';
import {money, number, percent, span, t} from '../i18n.js';

const share = (value) => (value === null ? '–' : percent(value));

const figure = (name, value, more) => html`<div>
  <dt>${name}</dt>
  <dd>${value}${more ? html`<br /><small class="muted">${more}</small>` : ''}</dd>
</div>`;

const againstTarget = ({target, met}) =>
  target === null ? '' : t(met === null ? 'report.roiTarget' : met ? 'report.roiMet' : 'report.roiMissed', {target: percent(target)});

/** The figures that people ask for first. */
export const summary = ({total, roi}) => html`<section aria-labelledby="summary">
  <h2 id="summary">${t('report.summary')}</h2>
  <dl class="figures">
    ${figure(t('report.callsMade'), number(total.calls))} ${figure(t('report.conversations'), number(total.conversations))}
    ${figure(t('report.successes'), number(total.successes), share(total.successRate))}
    ${figure(t('report.conversions'), number(total.conversions), share(total.conversionRate))}
    ${figure(t('report.cost'), money(total.cost))} ${figure(t('report.value'), money(total.value))}
    ${figure(t('report.costPerConversion'), total.costPerConversion ? money(total.costPerConversion) : '–')}
    ${figure(t('report.roi'), share(roi.actual), againstTarget(roi))}
    ${figure(t('report.talk'), span(total.talkSeconds))}
    ${figure(t('report.quality'), total.qualityScore === null ? '–' : number(Math.round(total.qualityScore * 100) / 100))}
    ${figure(t('report.satisfaction'), total.satisfaction === null ? '–' : number(Math.round(total.satisfaction * 10) / 10))}
  </dl>
</section>`;
