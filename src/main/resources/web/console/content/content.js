import {html} from 'lit';
import {moment, number, t} from '../i18n.js';
import {Paged, empty, pagedTable} from '../parts/paged.js';
import {tabs} from '../parts/tabs.js';
import {Page} from '../view.js';
import './agents.js';

/** What calls say, and the voices that say it. */
class Content extends Page {
  constructor() {
    super();
    this.scripts = new Paged(this);
  }

  connectedCallback() {
    super.connectedCallback();
    this.scripts.open('/scripts');
  }

  render() {
    this.titled(t('nav.content'));
    return html`<h1>${t('nav.content')}</h1>
      ${tabs(this, t('nav.content'), [
        {id: 'scripts', title: t('content.scripts'), content: () => this.allScripts()},
        {id: 'agents', title: t('content.agents'), content: () => html`<od-voice-agents .who=${this.who}></od-voice-agents>`},
      ])}`;
  }

  allScripts() {
    const create = this.may('campaigns:write')
      ? html`<a class="button primary" href="/console/content/scripts/new">${t('scripts.new')}</a>`
      : '';
    return html`<p>${t('scripts.what')}</p>
      ${this.scripts.items.length > 0 ? create : ''}
      ${pagedTable({
        label: t('content.scripts'),
        paged: this.scripts,
        empty: empty(t('scripts.none.title'), t('scripts.none.text'), create),
        columns: [
          {title: t('content.name'), head: true, cell: ({id, name}) => html`<a href=${`/console/content/scripts/${id}`}><bdi>${name}</bdi></a>`},
          {title: t('content.language'), cell: ({language}) => html`<bdi dir="ltr">${language}</bdi>`},
          {title: t('scripts.version'), number: true, cell: ({scriptVersion}) => number(scriptVersion)},
          {title: t('scripts.variables'), cell: ({variables}) => html`<bdi dir="ltr">${variables.join(', ') || '–'}</bdi>`},
          {title: t('content.updated'), cell: ({updatedAt}) => moment(updatedAt)},
        ],
      })}`;
  }
}

customElements.define('od-content', Content);
