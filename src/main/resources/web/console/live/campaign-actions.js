import {html} from 'lit';
import {newKey, post} from '../api.js';
import {t, word} from '../i18n.js';
import {View, problem} from '../view.js';

const OFFERED = ['pause', 'resume', 'stop'];
/** Actions that take a reason, which is kept with the state. */
const WITH_REASON = new Set(['pause', 'stop']);

/** What may be done with a campaign now, by this person; each after a confirmation. */
class CampaignActions extends View {
  static properties = {
    campaign: {attribute: false},
    may: {attribute: false},
    asking: {state: true},
    busy: {state: true},
    failure: {state: true},
  };

  render() {
    const offered = this.may ? OFFERED.filter((action) => this.campaign.allowedActions.includes(action)) : [];
    return html`
      <div class="actions">
        ${offered.map(
          (action) => html`<button class=${action === 'stop' ? 'danger' : 'primary'} @click=${() => this.ask(action)}>
            ${t(`action.${action}`)}
          </button>`,
        )}
      </div>
      ${this.asking ? this.confirmation(this.asking) : ''}
    `;
  }

  async ask(action) {
    this.asking = action;
    this.failure = null;
    // One intent, one key: pressed twice, it is done once.
    this.key = newKey();
    await this.updateComplete;
    this.querySelector('dialog').showModal();
  }

  close() {
    this.querySelector('dialog')?.close();
    this.asking = null;
  }

  confirmation(action) {
    return html`<dialog aria-labelledby="confirm" @close=${() => (this.asking = null)}>
      <form @submit=${this.act}>
        <h2 id="confirm">${t(`confirm.${action}.title`, {state: word('state', this.campaign.state)})}</h2>
        <p>${t(`confirm.${action}.text`)}</p>
        ${action === 'stop'
          ? html`<fieldset>
              <legend>${t('confirm.inFlight')}</legend>
              <label><input type="radio" name="mode" value="drain" checked /> ${t('confirm.drain')}</label>
              <label><input type="radio" name="mode" value="hangup" /> ${t('confirm.hangup')}</label>
            </fieldset>`
          : ''}
        ${WITH_REASON.has(action)
          ? html`<label>${t('confirm.reason')} <input name="reason" maxlength="500" autocomplete="off" /></label>`
          : ''}
        ${problem(this.failure)}
        <div class="actions">
          <button type="button" @click=${this.close} autofocus>${t('shell.cancel')}</button>
          <button class=${action === 'stop' ? 'danger' : 'primary'} ?disabled=${this.busy}>${t(`action.${action}`)}</button>
        </div>
      </form>
    </dialog>`;
  }

  async act(submit) {
    submit.preventDefault();
    const action = this.asking;
    const said = Object.fromEntries([...new FormData(submit.target)].filter(([, value]) => value !== ''));
    this.busy = true;
    try {
      const path = `/campaigns/${this.campaign.id}/${action}`;
      const detail = await post(path, WITH_REASON.has(action) ? said : null, this.key);
      this.close();
      this.dispatchEvent(new CustomEvent('acted', {detail}));
    } catch (failure) {
      this.failure = failure;
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('od-campaign-actions', CampaignActions);
