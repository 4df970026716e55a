import {html} from 'lit';
import {newKey, patch, post, read, remove} from '../api.js';
import {moment, number, t, word} from '../i18n.js';
import {confirmation} from '../parts/dialog.js';
import {formProblem, selectField} from '../parts/field.js';
import {Paged, pagedTable} from '../parts/paged.js';
import {Page, go, problem} from '../view.js';
import {secretOnce, webhookBody, webhookFields, webhookState} from './webhook-form.js';

const AGAIN = new Set(['delivered', 'dead']);

/** One webhook with what was sent to it and what became of that. */
class WebhookPage extends Page {
  static properties = {
    webhook: {state: true},
    failure: {state: true},
    wrong: {state: true},
    asking: {state: true},
    secret: {state: true},
    said: {state: true},
    busy: {state: true},
  };

  constructor() {
    super();
    this.deliveries = new Paged(this);
    this.inState = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
    this.openDeliveries();
  }

  get path() {
    return `/webhooks/${this.params.id}`;
  }

  openDeliveries() {
    this.deliveries.open(`${this.path}/deliveries${this.inState ? `?state=${this.inState}` : ''}`);
  }

  async load() {
    this.failure = null;
    try {
      const {value, version} = await read(this.path);
      this.version = version;
      this.webhook = value;
    } catch (failure) {
      this.failure = failure;
    }
  }

  /** Does something, says what came of it, and reads everything again. */
  async attempt(work) {
    this.said = '';
    await super.attempt(async () => {
      this.said = (await work()) ?? '';
      this.asking = null;
      await this.load();
      this.openDeliveries();
    });
  }

  render() {
    this.titled(t('webhooks.one'));
    return html`<p><a href="/console/settings?tab=webhooks">${t('webhooks.back')}</a></p>
      <h1><bdi dir="ltr">${this.webhook?.url ?? t('webhooks.one')}</bdi></h1>
      ${problem(this.failure, () => this.load())} ${this.webhook ? this.shown(this.webhook) : ''}`;
  }

  shown(webhook) {
    const save = (submit) => {
      submit.preventDefault();
      const body = webhookBody(new FormData(submit.target));
      this.attempt(async () => {
        await patch(this.path, body, this.version);
        return t('shell.saved');
      });
    };
    return html`<p>${webhookState(webhook)}</p>
      ${secretOnce(this.secret)}
      <p role="status">${this.said}</p>
      <div class="actions">
        <button @click=${this.test} ?disabled=${this.busy}>${t('webhooks.test')}</button>
        <button @click=${() => this.attempt(() => patch(this.path, {enabled: !webhook.enabled}, this.version).then(() => t('shell.saved')))} ?disabled=${this.busy}>
          ${t(webhook.enabled ? 'webhooks.disable' : 'webhooks.enable')}
        </button>
        <button @click=${() => (this.asking = 'rotate')}>${t('webhooks.rotate')}</button>
        <button class="danger" @click=${() => (this.asking = 'remove')}>${t('webhooks.remove')}</button>
      </div>
      <details>
        <summary>${t('webhooks.change')}</summary>
        <form @submit=${save}>
          ${webhookFields(webhook, this.wrong)} ${this.asking ? '' : formProblem(this.wrong, ['/url', '/description'])}
          <button class="primary" ?disabled=${this.busy}>${t('shell.save')}</button>
        </form>
      </details>
      ${this.sent()} ${this.dialogs()}`;
  }

  test() {
    this.attempt(async () => {
      await post(`${this.path}/test`, null, newKey());
      return t('webhooks.tested');
    });
  }

  sent() {
    return html`<h2>${t('webhooks.deliveries')}</h2>
      ${selectField({
        name: 'state',
        label: t('webhooks.state'),
        value: this.inState,
        options: [['', t('webhooks.anyState')], ...['pending', 'delivered', 'dead'].map((state) => [state, word('delivery', state)])],
        change: (change) => {
          this.inState = change.target.value;
          this.openDeliveries();
        },
      })}
      <div class="actions">
        <button @click=${() => this.openDeliveries()}>${t('webhooks.refresh')}</button>
        <button
          ?disabled=${this.busy}
          @click=${() =>
            this.attempt(async () => {
              const {redelivered} = await post(`${this.path}/redeliver-dead`, null, newKey());
              return t('webhooks.redelivered', {count: number(redelivered)});
            })}
        >
          ${t('webhooks.redeliverDead')}
        </button>
      </div>
      ${pagedTable({
        label: t('webhooks.deliveries'),
        paged: this.deliveries,
        empty: html`<p class="muted">${t('webhooks.noDeliveries')}</p>`,
        columns: [
          {title: t('webhooks.at'), head: true, cell: ({createdAt}) => moment(createdAt)},
          {title: t('webhooks.type'), cell: ({type}) => word('hook', type)},
          {title: t('webhooks.state'), cell: ({state, nextAttemptAt}) => html`${word('delivery', state)} ${nextAttemptAt ? html`<span class="muted">${t('webhooks.next', {at: moment(nextAttemptAt)})}</span>` : ''}`},
          {title: t('webhooks.attempts'), number: true, cell: ({attempts}) => number(attempts.length)},
          {title: t('webhooks.answer'), cell: ({lastStatus, lastError}) => html`${lastStatus ?? ''} <span dir="auto">${lastError ?? ''}</span>`},
          {title: t('webhooks.action'), cell: (delivery) => this.again(delivery)},
        ],
      })}`;
  }

  again({id, state, createdAt}) {
    const redeliver = () =>
      this.attempt(async () => {
        await post(`${this.path}/deliveries/${id}/redeliver`, null, newKey());
        return t('webhooks.redelivered', {count: number(1)});
      });
    return AGAIN.has(state)
      ? html`<button ?disabled=${this.busy} aria-label=${t('webhooks.redeliver.of', {at: moment(createdAt)})} @click=${redeliver}>${t('webhooks.redeliver')}</button>`
      : '';
  }

  dialogs() {
    const common = {busy: this.busy, failure: this.wrong, danger: true, close: () => (this.asking = null)};
    if (this.asking === 'rotate') {
      const act = () =>
        this.attempt(async () => {
          this.secret = (await post(`${this.path}/rotate-secret`, null, newKey(), undefined, this.version)).secret;
        });
      return confirmation({...common, title: t('webhooks.rotate'), text: t('webhooks.rotate.text'), action: t('webhooks.rotate'), act});
    }
    if (this.asking === 'remove') {
      const act = async () => {
        this.busy = true;
        try {
          await remove(this.path, this.version);
          go('/console/settings?tab=webhooks');
        } catch (failure) {
          this.wrong = failure;
        } finally {
          this.busy = false;
        }
      };
      return confirmation({...common, title: t('webhooks.remove'), text: t('webhooks.remove.text'), action: t('webhooks.remove'), act});
    }
    return '';
  }
}

customElements.define('od-webhook', WebhookPage);
