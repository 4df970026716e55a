import {html} from 'lit';
import {moment, t} from '../i18n.js';
import {Paged, empty, pagedTable} from '../parts/paged.js';
import {Page, go} from '../view.js';

const FIELDS = ['actor', 'action', 'resourceId', 'from', 'to'];
/** First words of actions: asking for one finds all of its kind. */
const KINDS = [
  'attribute', 'audience', 'calling_rules', 'campaign', 'connection', 'consent', 'customer', 'do_not_call', 'script',
  'tenant', 'test_call', 'voice_agent', 'webhook',
];

/** Who did what, and who saw personal data; newest first. The filters stand in the address. */
class Audit extends Page {
  constructor() {
    super();
    this.paged = new Paged(this);
    const asked = new URLSearchParams(location.search);
    this.asked = Object.fromEntries(FIELDS.map((name) => [name, asked.get(name) ?? '']));
  }

  connectedCallback() {
    super.connectedCallback();
    this.find();
  }

  find() {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(this.asked)) {
      if (value) {
        query.set(name, name === 'from' || name === 'to' ? this.instant(name, value) : value);
      }
    }
    return this.paged.open(`/audit${query.size > 0 ? `?${query}` : ''}`);
  }

  /** Days are those of the person who asks; the last one is included. */
  instant(name, day) {
    const start = new Date(`${day}T00:00:00`);
    start.setDate(start.getDate() + (name === 'to' ? 1 : 0));
    return start.toISOString();
  }

  submitted(submit) {
    submit.preventDefault();
    this.asked = Object.fromEntries([...new FormData(submit.target)].map(([name, value]) => [name, value.trim()]));
    const given = new URLSearchParams(Object.entries(this.asked).filter(([, value]) => value));
    go(`/console/audit${given.size > 0 ? `?${given}` : ''}`, {replace: true});
    this.find();
  }

  render() {
    this.titled(t('nav.audit'));
    const {asked} = this;
    return html`
      <h1>${t('nav.audit')}</h1>
      <p>${t('audit.what')}</p>
      <form role="search" aria-label=${t('audit.search')} @submit=${this.submitted}>
        <label>${t('audit.actor')} <input name="actor" maxlength="800" dir="ltr" .value=${asked.actor} /></label>
        <label
          >${t('audit.action')} <input name="action" list="audit-kinds" maxlength="100" dir="ltr" .value=${asked.action} />
          <datalist id="audit-kinds">${KINDS.map((kind) => html`<option value=${kind}></option>`)}</datalist></label
        >
        <label>${t('audit.resource')} <input name="resourceId" maxlength="255" dir="ltr" .value=${asked.resourceId} /></label>
        <label>${t('audit.from')} <input type="date" name="from" .value=${asked.from} /></label>
        <label>${t('audit.to')} <input type="date" name="to" .value=${asked.to} /></label>
        <button class="primary">${t('audit.search')}</button>
      </form>
      ${pagedTable({label: t('nav.audit'), paged: this.paged, columns: columns(this.who.subject), empty: empty(t('audit.none.title'), t('audit.none.text'))})}
    `;
  }
}

/** @param subject who is looking, as records name them */
const columns = (subject) => [
  {title: t('audit.at'), head: true, cell: ({at}) => html`<time datetime=${at}>${moment(at)}</time>`},
  {title: t('audit.actor'), cell: ({actor, address}) => html`<bdi title=${actor}>${actor === subject ? t('audit.you') : actor}</bdi> <bdi class="muted" dir="ltr">${address ?? ''}</bdi>`},
  {title: t('audit.action'), cell: ({action}) => html`<code dir="ltr">${action}</code>`},
  {title: t('audit.resource'), cell: ({resourceId}) => html`<code dir="ltr">${resourceId ?? '–'}</code>`},
  {title: t('audit.detail'), cell: ({detail}) => html`<span dir="ltr">${described(detail)}</span>`},
];

const described = (detail) =>
  Object.entries(detail ?? {})
    .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(', ');

customElements.define('od-audit', Audit);
