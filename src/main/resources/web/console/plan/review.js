import {html} from 'lit';
import {get, newKey, post} from '../api.js';
import {moment, money, number, percent, t, textOr} from '../i18n.js';
import {closeDialog, dialog} from '../parts/dialog.js';
import {View, go, problem} from '../view.js';
import {zoneOf} from './basics.js';
import {sentence} from './fields.js';
import {stepOf} from './steps.js';

/** What a campaign lacks, what it would come to, and its way from a draft to calls. */
class CampaignReview extends View {
  static properties = {
    draft: {attribute: false},
    revision: {attribute: false},
    known: {attribute: false},
    scopes: {attribute: false},
    estimate: {state: true},
    asking: {state: true},
    busy: {state: true},
    failure: {state: true},
  };

  disconnectedCallback() {
    super.disconnectedCallback();
    this.reading?.abort();
  }

  willUpdate() {
    const {draft} = this;
    if (draft.state === 'saved' && draft.version !== this.estimated) {
      this.estimated = draft.version;
      this.read();
    }
  }

  async read() {
    this.reading?.abort();
    this.reading = new AbortController();
    const {signal} = this.reading;
    try {
      const estimate = await get(`/campaigns/${this.draft.id}/estimate`, signal);
      if (!signal.aborted) {
        this.estimate = estimate;
      }
    } catch (failure) {
      if (!signal.aborted) {
        // What keeps it from being counted is among the checks.
        this.estimate = null;
      }
    }
  }

  render() {
    const {draft} = this;
    return html`
      ${this.missing(draft)} ${this.checks(draft)} ${this.estimate ? this.figures(this.estimate) : ''} ${this.actions(draft)}
      ${this.asking ? this.confirmation(this.asking) : ''}
    `;
  }

  missing(draft) {
    const errors = draft.verdict?.errors ?? [];
    if (!draft.verdict) {
      return html`<p role="status">${t('plan.checking')}</p>`;
    }
    if (errors.length === 0) {
      return html`<p class="notice" role="status">${t('plan.complete')}</p>`;
    }
    return html`<section aria-labelledby="missing">
      <h3 id="missing">${t('plan.missing')}</h3>
      <ul class="missing">
        ${errors.map((error) => {
          const step = stepOf(error.pointer);
          return html`<li>
            ${textOr(`place.${error.pointer}`, '')} ${sentence(error)}
            ${step === 'review' ? '' : html`<button type="button" @click=${() => this.goTo(step)}>${t(`step.${step}`)}</button>`}
          </li>`;
        })}
      </ul>
    </section>`;
  }

  goTo(step) {
    this.dispatchEvent(new CustomEvent('step', {detail: step}));
  }

  checks(draft) {
    return html`<section aria-labelledby="checks">
      <h3 id="checks">${t('plan.checks')}</h3>
      <ul class="checks">
        ${(draft.verdict?.checks ?? []).map(
          ({name, passed, detail}) => html`<li class=${passed ? 'passed' : 'failed'}>
            <span aria-hidden="true">${passed ? '✓' : '✗'}</span>
            <span class="unseen">${t(passed ? 'plan.passed' : 'plan.failed')}</span>
            ${textOr(`check.${name}`, name)} ${passed ? html`<span class="muted" dir="auto">${detail}</span>` : ''}
          </li>`,
        )}
      </ul>
    </section>`;
  }

  figures({matched, reachable, answerRate, assumed, expectedAnswers, expectedCalls, expectedCost, beyondBudget}) {
    return html`<section aria-labelledby="estimate">
      <h3 id="estimate">${t('plan.estimate')}</h3>
      <dl class="figures">
        <div><dt>${t('plan.estimate.matched')}</dt><dd>${number(matched)}</dd></div>
        <div><dt>${t('plan.estimate.reachable')}</dt><dd>${number(reachable)}</dd></div>
        <div><dt>${t('plan.estimate.answers')}</dt><dd>${number(expectedAnswers)}</dd></div>
        <div><dt>${t('plan.estimate.calls')}</dt><dd>${number(expectedCalls)}</dd></div>
        <div><dt>${t('plan.estimate.cost')}</dt><dd>${expectedCost ? money(expectedCost) : t('plan.estimate.unknown')}</dd></div>
      </dl>
      <p class="hint">
        ${t(assumed ? 'plan.estimate.assumed' : 'plan.estimate.lived', {rate: percent(answerRate)})}
        ${beyondBudget ? t('plan.estimate.beyond') : ''}
      </p>
    </section>`;
  }

  actions(draft) {
    const {state} = draft.campaign;
    const mayLaunch = this.scopes.includes('campaigns:launch');
    const mayWrite = this.scopes.includes('campaigns:write');
    const ready = draft.verdict?.valid && draft.state === 'saved';
    return html`<div class="actions stays">
      ${state === 'draft' && mayLaunch
        ? html`<button type="button" class="primary" ?disabled=${!ready} @click=${() => this.ask('schedule')}>${t('plan.schedule')}</button>
            <button type="button" class="primary" ?disabled=${!ready} @click=${() => this.ask('launch')}>${t('plan.launch')}</button>`
        : ''}
      ${state === 'scheduled' && mayLaunch
        ? html`<button type="button" class="primary" ?disabled=${!ready} @click=${() => this.ask('launch')}>${t('plan.launch')}</button>`
        : ''}
      ${state === 'scheduled' && mayWrite
        ? html`<button type="button" @click=${() => this.ask('unschedule')}>${t('plan.unschedule')}</button>`
        : ''}
      ${(state === 'draft' || state === 'scheduled') && !mayLaunch ? html`<p class="muted">${t('plan.mayNotLaunch')}</p>` : ''}
      ${state === 'draft' && mayLaunch && !ready ? html`<p class="muted">${t('plan.notReady')}</p>` : ''}
    </div>`;
  }

  ask(action) {
    this.failure = null;
    this.keys = {schedule: newKey(), activate: newKey(), unschedule: newKey()};
    this.asking = action;
  }

  confirmation(action) {
    const {draft, estimate} = this;
    return dialog({
      title: t(`plan.confirm.${action}`),
      close: () => (this.asking = null),
      content: html`<form @submit=${this.act}>
        ${action === 'unschedule' ? html`<p>${t('plan.confirm.unschedule.text')}</p>` : this.consequences(action, draft, estimate)}
        ${problem(this.failure)}
        <div class="actions">
          <button type="button" autofocus @click=${closeDialog}>${t('shell.cancel')}</button>
          <button class="primary" ?disabled=${this.busy}>${t(`plan.${action}`)}</button>
        </div>
      </form>`,
    });
  }

  /** How many people, when, and at what cost. */
  consequences(action, draft, estimate) {
    const startAt = draft.value('/startAt');
    const now = action === 'launch' || new Date(startAt) <= new Date();
    return html`
      <p>
        ${estimate ? t('plan.confirm.people', {reachable: number(estimate.reachable), matched: number(estimate.matched)}) : ''}
        ${now ? t('plan.confirm.now') : t('plan.confirm.at', {at: moment(startAt), zone: zoneOf(draft, this.known.tenant)})}
      </p>
      ${estimate
        ? html`<p>
            ${t('plan.confirm.calls', {calls: number(estimate.expectedCalls)})}
            ${estimate.expectedCost ? t('plan.confirm.cost', {cost: money(estimate.expectedCost)}) : t('plan.confirm.noCost')}
          </p>`
        : ''}
      <p>${t('plan.confirm.windows')}</p>
    `;
  }

  async act(submit) {
    submit.preventDefault();
    this.busy = true;
    this.failure = null;
    try {
      await this.move(this.asking);
      this.asking = null;
    } catch (failure) {
      this.failure = failure;
    } finally {
      this.busy = false;
    }
  }

  /** A launch is a schedule whose start is not waited for; where the clock was faster, it has begun already. */
  async move(action) {
    const {draft} = this;
    const path = `/campaigns/${draft.id}`;
    if (action === 'unschedule') {
      draft.moved(await post(`${path}/unschedule`, null, this.keys.unschedule));
      return;
    }
    if (draft.campaign.state === 'draft') {
      draft.moved(await post(`${path}/schedule`, null, this.keys.schedule));
    }
    if (action === 'launch') {
      try {
        await post(`${path}/activate`, null, this.keys.activate);
      } catch (failure) {
        if (failure.status !== 409 || failure.problem.currentState !== 'active') {
          throw failure;
        }
      }
    }
    go(path.replace('/campaigns', '/console/campaigns'));
  }
}

customElements.define('od-campaign-review', CampaignReview);
