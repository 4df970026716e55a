import {html} from 'lit';
import {newKey, post} from '../api.js';
import {t} from '../i18n.js';
import {confirmation} from '../parts/dialog.js';
import {View, go, problem} from '../view.js';

/** With whom one usually goes on, as the API's follow-up takes it. */
const FOLLOW_UPS = {
  callback: {dispositions: ['callback_requested']},
  interested: {dispositions: ['interested']},
  notReached: {states: ['exhausted', 'expired']},
  noAnswer: {lastOutcomes: ['no_answer', 'busy', 'answered_machine']},
  notYet: {states: ['completed']},
};

/** From a campaign to the next: an audience of those with whom it ended in a certain way, or the same campaign again. */
class NextSteps extends View {
  static properties = {
    campaign: {attribute: false},
    may: {attribute: false},
    asking: {state: true},
    saved: {state: true},
    busy: {state: true},
    failure: {state: true},
    duplicateFailure: {state: true},
  };

  render() {
    if (!this.may) {
      return '';
    }
    return html`<div class="actions onscreen">
        ${this.campaign.activatedAt
          ? html`<button type="button" class="primary" @click=${this.ask}>${t('next.followUp')}</button>`
          : ''}
        <button type="button" ?disabled=${this.busy} @click=${this.duplicate}>${t('next.duplicate')}</button>
      </div>
      ${problem(this.duplicateFailure)}
      ${this.saved
        ? html`<div class="notice" role="status">
            <p>${t('next.saved')} <a href=${`/console/audiences/${this.saved.id}`}><bdi>${this.saved.name}</bdi></a></p>
          </div>`
        : ''}
      ${this.asking ? this.question() : ''}`;
  }

  ask() {
    this.asking = true;
    this.failure = null;
    this.key = newKey();
  }

  question() {
    const name = t('next.name.value', {name: this.campaign.name ?? ''}).slice(0, 200);
    return confirmation({
      title: t('next.followUp'),
      text: t('next.followUp.text'),
      action: t('next.followUp.save'),
      act: (submit) => this.followUp(submit),
      close: () => (this.asking = false),
      busy: this.busy,
      failure: this.failure,
      more: html`<fieldset>
          <legend>${t('next.whom')}</legend>
          ${Object.keys(FOLLOW_UPS).map(
            (code, at) => html`<label
              ><input type="radio" name="whom" value=${code} ?checked=${at === 0} /> ${t(`next.whom.${code}`)}</label
            >`,
          )}
        </fieldset>
        <div class="field"><label for="follow-up-name">${t('next.name')}</label>
          <input id="follow-up-name" name="name" required maxlength="200" .defaultValue=${name} autocomplete="off" /></div>`,
    });
  }

  async followUp(submit) {
    const said = new FormData(submit.target);
    await this.attempt(async () => {
      const draft = {name: said.get('name'), ...FOLLOW_UPS[said.get('whom')]};
      this.saved = await post(`/campaigns/${this.campaign.id}/follow-up`, draft, this.key);
      this.asking = false;
    }, 'failure');
  }

  async duplicate() {
    this.busy = true;
    this.duplicateFailure = null;
    this.copyKey ??= newKey();
    try {
      const {id} = await post(`/campaigns/${this.campaign.id}/duplicate`, null, this.copyKey);
      this.copyKey = null;
      go(`/console/campaigns/${id}/edit`);
    } catch (failure) {
      this.duplicateFailure = failure;
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('od-next-steps', NextSteps);
