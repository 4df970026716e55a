import {html} from 'lit';
import {get, newKey, post} from '../api.js';
import {t, word} from '../i18n.js';
import {formDialog, nameField} from '../parts/dialog.js';
import {FINAL_TARGET_STATES} from '../parts/words.js';
import {View} from '../view.js';
import {wordsOf} from './values.js';

const ENDED = ['completed', 'stopped', 'active', 'paused', 'failed'];

/** Makes an audience of those with whom a campaign ended in a certain way. */
class FollowUp extends View {
  static properties = {
    campaignId: {attribute: false},
    campaigns: {state: true},
    failure: {state: true},
    busy: {state: true},
  };

  connectedCallback() {
    super.connectedCallback();
    this.key = newKey();
    this.load();
  }

  async load() {
    try {
      const {items} = await get('/campaigns?limit=200');
      this.campaigns = items.filter(({state, activatedAt}) => activatedAt && ENDED.includes(state));
    } catch (failure) {
      this.failure = failure;
    }
  }

  render() {
    return formDialog({
      title: t('followUp.new'),
      wide: true,
      action: t('audience.save'),
      act: (submit) => this.create(submit),
      close: () => this.dispatchEvent(new Event('closed')),
      busy: this.busy,
      failure: this.failure,
      fields: html`<p>${t('followUp.text')}</p>
        <div class="field">
          <label for="follow-campaign">${t('followUp.campaign')}</label>
          <select id="follow-campaign" name="campaign" required>
            ${(this.campaigns ?? []).map(
              ({id, name, state}) =>
                html`<option value=${id} ?selected=${id === this.campaignId}>${name} (${word('state', state)})</option>`,
            )}
          </select>
          ${this.campaigns?.length === 0 ? html`<p class="hint">${t('followUp.none')}</p>` : ''}
        </div>
        ${nameField('follow-name', t('audience.name'))}
        ${choices('dispositions', t('followUp.dispositions'), wordsOf('disposition'))}
        ${choices('lastOutcomes', t('followUp.lastOutcomes'), wordsOf('outcome'))}
        ${choices('states', t('followUp.states'), FINAL_TARGET_STATES.map((state) => [state, word('target', state)]))}
        <div class="field">
          <label for="follow-vain">${t('followUp.noAnswer')}</label>
          <input id="follow-vain" name="noAnswer" type="number" min="1" max="20" class="short" />
        </div>`,
    });
  }

  create(submit) {
    const said = new FormData(submit.target);
    const draft = {name: said.get('name')};
    for (const part of ['dispositions', 'lastOutcomes', 'states']) {
      if (said.getAll(part).length > 0) {
        draft[part] = said.getAll(part);
      }
    }
    if (said.get('noAnswer')) {
      draft.outcomeTimes = {no_answer: Number(said.get('noAnswer'))};
    }
    return this.attempt(async () => {
      const detail = await post(`/campaigns/${said.get('campaign')}/follow-up`, draft, this.key);
      this.dispatchEvent(new CustomEvent('made', {detail}));
    }, 'failure');
  }
}

const choices = (name, legend, options) => html`<fieldset class="several">
  <legend>${legend}</legend>
  <div class="choices">
    ${options.map(([code, text]) => html`<label><input type="checkbox" name=${name} value=${code} /> ${text}</label>`)}
  </div>
</fieldset>`;

customElements.define('od-follow-up', FollowUp);
