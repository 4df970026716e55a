import {html} from 'lit';
import {get} from '../api.js';
import {number, t, word} from '../i18n.js';
import {Page, go, problem} from '../view.js';
import '../audience/editor.js';
import {Vocabulary, readVocabulary} from '../audience/vocabulary.js';
import {advanced} from './advanced.js';
import {basics} from './basics.js';
import {calls} from './calls.js';
import {content} from './content.js';
import {Draft} from './draft.js';
import {isObject} from '../parts/misfit.js';
import {sentence, unheld} from './fields.js';
import {documentView} from './json.js';
import './review.js';
import {status} from './status.js';
import {STEPS, open} from './steps.js';

/** Plans one campaign: in steps, saved by itself, with what is missing said at its place. */
class CampaignEditor extends Page {
  static properties = {
    draft: {state: true},
    known: {state: true},
    failure: {state: true},
  };

  connectedCallback() {
    super.connectedCallback();
    this.moved = () => this.requestUpdate();
    addEventListener('popstate', this.moved);
    this.open();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('popstate', this.moved);
    this.draft?.close();
  }

  async open() {
    this.failure = null;
    this.draft?.close();
    const draft = new Draft(this.params.id);
    draft.addEventListener('changed', () => this.requestUpdate());
    try {
      const [known] = await Promise.all([this.readKnown(), draft.open()]);
      if (this.isConnected) {
        this.known = known;
        this.draft = draft;
      }
    } catch (failure) {
      this.failure = failure;
    }
  }

  /** What the steps offer to choose from, as far as the person may see it. */
  async readKnown() {
    const items = (scope, path) =>
      this.may(scope) ? get(path).then((page) => page.items) : Promise.resolve([]);
    const [tenant, agents, scripts, regulations, connections, lists, vocabulary] = await Promise.all([
      get('/tenant'),
      items('campaigns:read', '/voice-agents?limit=500'),
      items('campaigns:read', '/scripts?limit=500'),
      items('campaigns:read', '/regulations'),
      items('telephony:admin', '/telephony/connections'),
      items('customers:read', '/do-not-call/lists'),
      this.may('customers:read') ? readVocabulary(this.who.scopes) : new Vocabulary([]),
    ]);
    const own = lists.map(({list}) => list).filter((list) => list !== 'tenant' && list !== 'opt_out');
    return {tenant, agents, scripts, regulations, connections, vocabulary, lists: own, scopes: this.who.scopes};
  }

  step() {
    const asked = new URLSearchParams(location.search).get('step');
    return STEPS.find(({id}) => id === asked)?.id ?? 'basics';
  }

  async choose(step) {
    go(`${location.pathname}?step=${step}`, {replace: true});
    this.requestUpdate();
    await this.updateComplete;
    scrollTo(0, 0);
    this.querySelector('#step-title')?.focus();
  }

  render() {
    const {draft} = this;
    this.titled(draft?.campaign?.name ?? t('plan.title'));
    if (!draft) {
      return this.failure ? problem(this.failure, () => this.open()) : html`<p role="status">${t('shell.loading')}</p>`;
    }
    const step = this.step();
    return html`
      <p><a href="/console/campaigns">${t('plan.back')}</a></p>
      <div class="title">
        <h1><bdi>${draft.value('/name') ?? t('plan.unnamed')}</bdi></h1>
        <span class="badge ${draft.campaign.state}">${word('state', draft.campaign.state)}</span>
        ${draft.campaign.state === 'draft' ? '' : html`<a href=${`/console/campaigns/${draft.id}`}>${t('plan.watch')}</a>`}
      </div>
      ${draft.campaign.state === 'scheduled' && draft.campaign.stateReason
        ? html`<div class="notice bad"><p dir="auto">${draft.campaign.stateReason}</p></div>`
        : ''}
      <div class="saving">${status(draft)}</div>
      ${this.locked(draft)}
      <div class=${step === 'audience' ? 'planner broad' : 'planner'}>
        ${this.steps(step)}
        <div class="step">
          <h2 id="step-title" tabindex="-1">${t(`step.${step}`)}</h2>
          <p class="muted">${t(`step.${step}.text`)}</p>
          ${this.content(step)} ${this.next(step)}
        </div>
      </div>
    `;
  }

  /** A viewer sees everything and changes nothing; a running campaign lets some things be changed. */
  locked(draft) {
    const {state} = draft.campaign;
    if (state === 'active' || state === 'paused') {
      return html`<p class="notice">${t('plan.running')}</p>`;
    }
    return state === 'draft' || state === 'scheduled' ? '' : html`<p class="notice">${t('plan.ended')}</p>`;
  }

  steps(current) {
    return html`<nav class="steps" aria-label=${t('plan.steps')}>
      <ol>
        ${STEPS.map(({id}) => {
          const missing = open(this.draft, id).length;
          return html`<li>
            <a
              href=${`?step=${id}`}
              aria-current=${id === current ? 'step' : 'false'}
              @click=${(click) => {
                click.preventDefault();
                this.choose(id);
              }}
              >${t(`step.${id}`)}
              ${missing > 0
                ? html`<span class="count" title=${t('plan.missing.count', {count: number(missing)})}
                    ><span class="unseen">${t('plan.missing.count', {count: number(missing)})}</span
                    ><span aria-hidden="true">${number(missing)}</span></span
                  >`
                : ''}</a
            >
          </li>`;
        })}
      </ol>
    </nav>`;
  }

  content(step) {
    const {draft, known} = this;
    switch (step) {
      case 'basics':
        return basics(draft, known);
      case 'audience':
        return this.audience(draft, known);
      case 'calls':
        return calls(draft, known);
      case 'content':
        return content(draft, known);
      case 'advanced':
        return html`${advanced(draft, known)} ${documentView(draft)}`;
      default:
        return html`<od-campaign-review
          .draft=${draft}
          .revision=${draft.revision}
          .known=${known}
          .scopes=${this.who.scopes}
          @step=${({detail}) => this.choose(detail)}
        ></od-campaign-review>`;
    }
  }

  audience(draft, {scopes}) {
    const wrong = [...draft.problems, ...(draft.verdict?.errors ?? [])].filter(
      ({pointer, code}) => (pointer === '/audience' || pointer.startsWith('/audience/')) && code !== 'required',
    );
    const {regulation, requireConsent, doNotCallLists} = draft.value('/compliance') ?? {};
    return html`${unheld(draft, ['/audience'])}<od-audience
      .audience=${isObject(draft.value('/audience')) ? draft.value('/audience') : undefined}
      .scopes=${scopes}
      .problems=${wrong.map((each) => ({detail: sentence(each), pointer: each.pointer.replace(/^\/audience/, '')}))}
      .rules=${{objective: draft.value('/objective'), regulation, requireConsent, doNotCallLists}}
      ?disabled=${!draft.editable('/audience')}
      @changed=${({detail}) => draft.change('/audience', detail)}
    ></od-audience>`;
  }

  next(step) {
    const at = STEPS.findIndex(({id}) => id === step);
    return html`<div class="actions">
      ${at > 0 ? html`<button type="button" @click=${() => this.choose(STEPS[at - 1].id)}>${t('plan.previous')}</button>` : ''}
      ${at < STEPS.length - 1
        ? html`<button type="button" class="primary" @click=${() => this.choose(STEPS[at + 1].id)}>
            ${t('plan.next', {step: t(`step.${STEPS[at + 1].id}`)})}
          </button>`
        : ''}
    </div>`;
  }
}

customElements.define('od-campaign-editor', CampaignEditor);
