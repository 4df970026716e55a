import {html} from 'lit';
import {get, post} from '../api.js';
import {t, word} from '../i18n.js';
import {closeDialog, dialog} from '../parts/dialog.js';
import {formProblem} from '../parts/field.js';
import {empty, table} from '../parts/paged.js';
import {problem} from '../view.js';
import {Saving} from './saving.js';
import {secretOnce, webhookBody, webhookFields, webhookState} from './webhook-form.js';

/** Where the tenant wants to be told what happens. */
class Webhooks extends Saving {
  static properties = {adding: {state: true}, made: {state: true}};

  async fetch() {
    this.shown = (await get('/webhooks')).items;
  }

  add(submit) {
    submit.preventDefault();
    const body = webhookBody(new FormData(submit.target));
    this.attempt(async () => {
      this.made = await post('/webhooks', body, this.key);
      this.adding = false;
    });
  }

  render() {
    if (!this.shown) {
      return problem(this.failure, () => this.load());
    }
    const create = html`<button
      class="primary"
      @click=${() => {
        this.wrong = null;
        this.adding = true;
      }}
    >
      ${t('webhooks.new')}
    </button>`;
    return html`<p>${t('webhooks.what')}</p>
      ${secretOnce(this.made?.secret)}
      ${this.shown.length === 0
        ? empty(t('webhooks.none.title'), t('webhooks.none.text'), create)
        : html`${create}
          ${table({
            label: t('settings.webhooks'),
            rows: this.shown,
            columns: [
              {title: t('webhooks.url'), head: true, cell: ({id, url}) => html`<a href=${`/console/settings/webhooks/${id}`}><bdi dir="ltr">${url}</bdi></a>`},
              {title: t('webhooks.description'), cell: ({description}) => html`<bdi>${description ?? '–'}</bdi>`},
              {title: t('webhooks.types'), cell: ({eventTypes}) => (eventTypes ? eventTypes.map((type) => word('hook', type)).join(', ') : t('webhooks.all'))},
              {title: t('webhooks.state'), cell: webhookState},
            ],
          })}`}
      ${this.adding
        ? dialog({
            title: t('webhooks.new'),
            close: () => (this.adding = false),
            content: html`<form @submit=${this.add}>
              ${webhookFields({}, this.wrong)} ${formProblem(this.wrong, ['/url', '/description'])}
              <div class="actions">
                <button type="button" @click=${closeDialog}>${t('shell.cancel')}</button>
                <button class="primary" ?disabled=${this.busy}>${t('webhooks.new')}</button>
              </div>
            </form>`,
          })
        : ''}`;
  }
}

customElements.define('od-webhooks', Webhooks);
