import {html} from 'lit';
import {newKey, post} from '../api.js';
import {moment, t} from '../i18n.js';
import {formDialog, nameField} from '../parts/dialog.js';
import {Paged, empty, pagedTable} from '../parts/paged.js';
import {Page, go} from '../view.js';
import './follow-up.js';

/** The audiences that are kept under a name. */
class Audiences extends Page {
  static properties = {
    asking: {state: true},
    failure: {state: true},
    busy: {state: true},
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
    return formDialog({
      title: t('audiences.new'),
      fields: nameField('audience-name', t('audience.name'), t('audiences.new.hint')),
      action: t('audiences.create'),
      act: (submit) => this.create(submit),
      close: () => (this.asking = false),
      busy: this.busy,
      failure: this.failure,
    });
  }

  /** An audience has to say something from the start: everyone, until conditions narrow it. */
  create(submit) {
    const name = new FormData(submit.target).get('name');
    return this.attempt(async () => {
      const {id} = await post('/audiences', {name, audience: {everyone: true}}, this.key);
      go(`/console/audiences/${id}`);
    }, 'failure');
  }
}

customElements.define('od-audiences', Audiences);
