import {html} from 'lit';
import {newKey, post} from '../api.js';
import {t, word} from '../i18n.js';
import {confirmation} from '../parts/dialog.js';
import {View} from '../view.js';

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
          (action) => html`<button
            type="button"
            class=${action === 'stop' ? 'danger' : 'primary'}
            @click=${() => this.ask(action)}
          >
            ${t(`action.${action}`)}
          </button>`,
        )}
      </div>
      ${this.asking ? this.confirmation(this.asking) : ''}
    `;
  }

  ask(action) {
    this.asking = action;
    this.failure = null;
    // One intent, one key: pressed twice, it is done once.
    this.key = newKey();
  }

  confirmation(action) {
    return confirmation({
      title: t(`confirm.${action}.title`, {state: word('state', this.campaign.state)}),
      text: t(`confirm.${action}.text`),
      action: t(`action.${action}`),
      act: (submit) => this.act(submit),
      close: () => (this.asking = null),
      danger: action === 'stop',
      busy: this.busy,
      failure: this.failure,
      more: html`${action === 'stop'
        ? html`<fieldset>
            <legend>${t('confirm.inFlight')}</legend>
            <label><input type="radio" name="mode" value="drain" checked /> ${t('confirm.drain')}</label>
            <label><input type="radio" name="mode" value="hangup" /> ${t('confirm.hangup')}</label>
          </fieldset>`
        : ''}
      ${WITH_REASON.has(action)
        ? html`<label>${t('confirm.reason')} <input name="reason" maxlength="500" autocomplete="off" /></label>`
        : ''}`,
    });
  }

  async act(submit) {
    const action = this.asking;
    const said = Object.fromEntries([...new FormData(submit.target)].filter(([, value]) => value !== ''));
    this.busy = true;
    try {
      const path = `/campaigns/${this.campaign.id}/${action}`;
      const detail = await post(path, WITH_REASON.has(action) ? said : null, this.key);
      this.asking = null;
      this.dispatchEvent(new CustomEvent('acted', {detail}));
    } catch (failure) {
      this.failure = failure;
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('od-campaign-actions', CampaignActions);
