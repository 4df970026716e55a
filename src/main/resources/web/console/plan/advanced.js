import {html} from 'lit';
import {t, word} from '../i18n.js';
import {ACHIEVEMENTS} from '../parts/words.js';
import {amount, choice, lines, number, select, several, span, unheld} from './fields.js';

const KEYS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#'];
const HOLDERS = ['/performance', '/compliance', '/compliance/optOut', '/compliance/privacy', '/pacing', '/quality'];
const dispositions = () => ACHIEVEMENTS.map((code) => [code, word('disposition', code)]);

/** What it is to achieve and may cost, which rules hold, how fast it calls and when it pauses by itself. */
export const advanced = (draft, {tenant, regulations, lists}) => html`
  ${unheld(draft, HOLDERS)} ${goals(draft, tenant)} ${compliance(draft, regulations, lists)} ${pacing(draft)} ${guards(draft)}
`;

const goals = (draft, {currency}) => html`<fieldset>
  <legend>${t('plan.goals')}</legend>
  ${several(draft, '/performance/success', {label: t('plan.success'), hint: t('plan.success.hint'), options: dispositions()})}
  ${several(draft, '/performance/conversion', {label: t('plan.conversion'), hint: t('plan.conversion.hint'), options: dispositions()})}
  ${amount(draft, '/performance/conversionValue', {label: t('plan.conversionValue'), hint: t('plan.conversionValue.hint'), currency})}
  ${span(draft, '/performance/attributionWindow', {label: t('plan.attributionWindow'), hint: t('plan.attributionWindow.hint'), unit: 'day', units: ['hour', 'day']})}
  ${amount(draft, '/performance/budget', {label: t('plan.budget'), hint: t('plan.budget.hint'), currency})}
  ${number(draft, '/performance/roiTarget', {label: t('plan.roiTarget'), hint: t('plan.roiTarget.hint'), scale: 100, unit: '%'})}
</fieldset>`;

const compliance = (draft, regulations, lists) => html`<fieldset>
  <legend>${t('plan.compliance')}</legend>
  ${select(draft, '/compliance/regulation', {
    label: t('plan.regulation'),
    hint: t('plan.regulation.hint'),
    options: [['', t('plan.regulation.tenant')], ...regulations.map(({name, title}) => [name, title])],
  })}
  ${lists.length > 0
    ? several(draft, '/compliance/doNotCallLists', {
        label: t('plan.doNotCallLists'),
        hint: t('plan.doNotCallLists.hint'),
        options: lists.map((name) => [name, name]),
      })
    : lines(draft, '/compliance/doNotCallLists', {label: t('plan.doNotCallLists'), hint: t('plan.doNotCallLists.hint')})}
  ${choice(draft, '/compliance/requireConsent', {label: t('plan.requireConsent'), otherwise: t('plan.requireConsent.rules')})}
  ${select(draft, '/compliance/optOut/dtmf', {
    label: t('plan.optOut.dtmf'),
    options: [['', t('plan.optOut.none')], ...KEYS.map((key) => [key, key])],
  })}
  ${lines(draft, '/compliance/optOut/phrases', {label: t('plan.optOut.phrases'), hint: t('plan.optOut.phrases.hint')})}
  ${choice(draft, '/compliance/optOut/callback', {label: t('plan.optOut.callback'), otherwise: t('plan.default.no')})}
  ${choice(draft, '/compliance/privacy/record', {label: t('plan.record'), otherwise: t('plan.default.no')})}
  ${number(draft, '/compliance/privacy/retentionDays', {label: t('plan.retentionDays'), hint: t('plan.retentionDays.hint'), unit: t('unit.day'), whole: true})}
  ${choice(draft, '/compliance/privacy/maskPhone', {label: t('plan.maskPhone'), otherwise: t('plan.default.no')})}
</fieldset>`;

const pacing = (draft) => html`<fieldset>
  <legend>${t('plan.pacing')}</legend>
  ${select(draft, '/pacing/mode', {
    label: t('plan.pacing.mode'),
    hint: t('plan.pacing.hint'),
    options: [
      ['', t('plan.pacing.default')],
      ['adaptive', t('plan.pacing.adaptive')],
      ['fixed', t('plan.pacing.fixed')],
    ],
  })}
  ${choice(draft, '/pacing/adaptToSuccess', {label: t('plan.adaptToSuccess'), hint: t('plan.adaptToSuccess.hint'), otherwise: t('plan.default.no')})}
  ${percent(draft, '/pacing/targetSuccessRate', t('plan.targetSuccessRate'), t('plan.targetSuccessRate.hint'))}
</fieldset>`;

const guards = (draft) => html`<fieldset>
  <legend>${t('plan.guards')}</legend>
  <p class="hint">${t('plan.guards.hint')}</p>
  ${percent(draft, '/quality/minSuccessRate', t('plan.minSuccessRate'))}
  ${percent(draft, '/quality/minAnswerRate', t('plan.minAnswerRate'))}
  ${percent(draft, '/quality/maxFailureRate', t('plan.maxFailureRate'))}
  ${percent(draft, '/quality/maxAbandonRate', t('plan.maxAbandonRate'))}
  ${percent(draft, '/quality/minQualityScore', t('plan.minQualityScore'))}
  ${number(draft, '/quality/minSatisfaction', {label: t('plan.minSatisfaction'), hint: t('plan.minSatisfaction.hint')})}
  ${number(draft, '/quality/minSample', {label: t('plan.minSample'), hint: t('plan.minSample.hint'), whole: true})}
  ${number(draft, '/quality/window', {label: t('plan.window'), hint: t('plan.window.hint'), whole: true, placeholder: '500'})}
  ${span(draft, '/quality/windowDuration', {label: t('plan.windowDuration'), hint: t('plan.windowDuration.hint'), unit: 'hour', units: ['minute', 'hour', 'day']})}
</fieldset>`;

const percent = (draft, pointer, label, hint) => number(draft, pointer, {label, hint, scale: 100, unit: '%'});
