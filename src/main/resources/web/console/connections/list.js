import {html} from 'lit';
import {number, t, word} from '../i18n.js';
import {Paged, empty, pagedTable} from '../parts/paged.js';
import {Page} from '../view.js';

/** The tenant's connections to telephony providers, and how they are. */
class ConnectionsPage extends Page {
  constructor() {
    super();
    this.paged = new Paged(this);
  }

  connectedCallback() {
    super.connectedCallback();
    this.paged.open('/telephony/connections');
  }

  render() {
    this.titled(t('nav.connections'));
    const create = html`<a class="button primary" href="/console/connections/new">${t('connections.new')}</a>`;
    return html`<h1>${t('nav.connections')}</h1>
      <p>${t('connections.what')}</p>
      ${this.paged.items.length > 0 ? create : ''}
      ${pagedTable({
        label: t('nav.connections'),
        paged: this.paged,
        empty: empty(t('connections.none.title'), t('connections.none.text'), create),
        columns: [
          {
            title: t('connections.name'),
            head: true,
            cell: ({id, name, builtIn}) => (builtIn ? html`<bdi>${name}</bdi>` : html`<a href=${`/console/connections/${id}`}><bdi>${name}</bdi></a>`),
          },
          {title: t('connections.kind'), cell: ({kind}) => word('kind', kind)},
          {title: t('connections.status'), cell: ({status, builtIn}) => (builtIn ? t('connections.builtIn') : word('constatus', status))},
          {
            title: t('connections.health'),
            cell: ({health}) => (health ? html`<span class=${`badge ${health.state}`}>${word('health', health.state)}</span> <span dir="auto">${health.reason ?? ''}</span>` : '–'),
          },
          {title: t('connections.inFlight'), number: true, cell: ({inFlight}) => (inFlight === null ? '–' : number(inFlight))},
          {title: t('connections.callerIds'), cell: ({callerIds}) => html`<bdi dir="ltr">${callerIds.join(', ') || '–'}</bdi>`},
        ],
      })}`;
  }
}

customElements.define('od-connections', ConnectionsPage);
