import {html} from 'lit';
import {newKey, post} from '../api.js';
import {moment, t} from '../i18n.js';
import {closeDialog, dialog} from '../parts/dialog.js';
import {Paged, empty, pagedTable} from '../parts/paged.js';
import {Page, go, problem} from '../view.js';
import './follow-up.js';

/** The audiences that are kept under a name. */
class Audiences extends Page {
  static properties = {
    asking: {state: true},
    failure: {state: true},
    following: {state: true},
  };

  constructor() {
    super();
    this.audiences = new Paged(this);
  }

  connectedCallback() {
    super.connectedCallback();
    this.audiences.open('/audiences');
  }

  render() {
    this.titled(t('audiences.title'));
    const mayWrite = this.may('campaigns:write');
    return html`
      <h1>${t('audiences.title')}</h1>
      <p class="muted">${t('audiences.text')}</p>
      ${mayWrite
        ? html`<div class="actions">
            <button type="button" class="primary" @click=${this.ask}>${t('audiences.new')}</button>
            <button type="button" @click=${() => (this.following = true)}>${t('followUp.new')}</button>
          </div>`
        : ''}
      ${pagedTable({
        label: t('audiences.title'),
        paged: this.audiences,
        empty: empty(t('audiences.none.title'), t('audiences.none.text')),
        columns: [
          {
            title: t('audience.name'),
            head: true,
            cell: ({id, name}) => html`<a href=${`/console/audiences/${id}`}><bdi>${name}</bdi></a>`,
          },
          {title: t('audiences.changed'), cell: ({updatedAt}) => moment(updatedAt)},
          {title: t('audiences.by'), cell: ({createdBy}) => html`<bdi>${createdBy}</bdi>`},
        ],
      })}
      ${this.asking ? this.dialog() : ''}
      ${this.following
        ? html`<od-follow-up
            @closed=${() => (this.following = false)}
            @made=${({detail}) => go(`/console/audiences/${detail.id}`)}
          ></od-follow-up>`
        : ''}
    `;
  }

  ask() {
    this.key = newKey();
    this.failure = null;
    this.asking = true;
  }

  dialog() {
    return dialog({
      title: t('audiences.new'),
      close: () => (this.asking = false),
      content: html`<form @submit=${this.create}>
        <div class="field">
          <label for="audience-name">${t('audience.name')}</label>
          <input id="audience-name" name="name" required maxlength="200" autocomplete="off" />
          <p class="hint">${t('audiences.new.hint')}</p>
        </div>
        ${problem(this.failure)}
        <div class="actions">
          <button type="button" @click=${closeDialog}>${t('shell.cancel')}</button>
          <button class="primary">${t('audiences.create')}</button>
        </div>
      </form>`,
    });
  }

  /** An audience has to say something from the start: everyone, until conditions narrow it. */
  async create(submit) {
    submit.preventDefault();
    const name = new FormData(submit.target).get('name');
    try {
      const {id} = await post('/audiences', {name, audience: {everyone: true}}, this.key);
      go(`/console/audiences/${id}`);
    } catch (failure) {
      this.failure = failure;
    }
  }
}

customElements.define('od-audiences', Audiences);
