import {html} from 'lit';
import {get} from '../api.js';
import {moment, number, t, word} from '../i18n.js';
import {checkField, selectField} from '../parts/field.js';
import {Paged, pagedTable, table} from '../parts/paged.js';
import {download, importCounts, upload, uploadProgress} from '../parts/upload.js';
import {Page, go, problem} from '../view.js';

const EXAMPLE = 'external_id,name,phone,city,time_zone,status\nC-1001,Sara Alharbi,+966500000001,Riyadh,Asia/Riyadh,lead';
const typeOf = (name) => (/\.(ndjson|jsonl)$/i.test(name) ? 'application/x-ndjson' : 'text/csv');

/** Sends a file of customers; what became of it has an address of its own. */
class ImportPage extends Page {
  static properties = {share: {state: true}, failure: {state: true}};

  constructor() {
    super();
    this.share = null;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stopping?.abort();
  }

  async send(submit) {
    submit.preventDefault();
    const {file, trial} = submit.target.elements;
    this.stopping = new AbortController();
    this.failure = null;
    this.share = 0;
    try {
      const path = `/customers/import${trial.checked ? '?dryRun=true' : ''}`;
      const told = (share) => (this.share = share);
      const answer = await upload(path, file.files[0], typeOf(file.files[0].name), told, this.stopping.signal);
      if (this.isConnected) {
        go(`/console/customers/imports/${answer.id}`);
      }
    } catch (failure) {
      if (failure.name !== 'AbortError') {
        this.failure = failure;
      }
    } finally {
      this.share = null;
    }
  }

  render() {
    this.titled(t('customers.import'));
    return html`
      <p><a href="/console/customers">${t('customers.back')}</a></p>
      <h1>${t('customers.import')}</h1>
      <p>${t('import.how')}</p>
      <pre class="example" dir="ltr" tabindex="0">${EXAMPLE}</pre>
      <p class="muted">${t('import.more')}</p>
      <form @submit=${this.send}>
        <div class="field">
          <label for="file">${t('import.file')}</label>
          <input id="file" name="file" type="file" accept=".csv,.ndjson,.jsonl,text/csv,application/x-ndjson" required />
        </div>
        ${checkField({name: 'trial', label: t('import.trial'), hint: t('import.trial.hint')})}
        ${problem(this.failure)} ${uploadProgress(this.share)}
        <div class="actions">
          <button class="primary" ?disabled=${this.share !== null}>${t('import.start')}</button>
          ${this.share !== null
            ? html`<button type="button" @click=${() => this.stopping.abort()}>${t('shell.cancel')}</button>`
            : ''}
        </div>
      </form>
    `;
  }
}

customElements.define('od-customer-import', ImportPage);

const EVERY_MS = 2_000;
const MOST = 500;

/** What an import did, or has done so far. */
class ImportResult extends Page {
  static properties = {done: {state: true}, failure: {state: true}, severity: {state: true}, busy: {state: true}};

  constructor() {
    super();
    this.severity = 'error';
    this.paged = new Paged(this);
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  get path() {
    return `/customers/import/${this.params.id}`;
  }

  async load() {
    this.failure = null;
    try {
      this.done = await get(this.path);
      if (this.done.state === 'running' && this.isConnected) {
        this.timer = setTimeout(() => this.load(), EVERY_MS);
      } else if (this.paged.path === null) {
        this.severity = this.done.rejected === 0 && this.done.warned > 0 ? 'warning' : 'error';
        this.openIssues();
      }
    } catch (failure) {
      this.failure = failure;
    }
  }

  openIssues() {
    this.paged.open(`${this.path}/issues?severity=${this.severity}`);
  }

  render() {
    this.titled(t('import.result'));
    return html`
      <p><a href="/console/customers">${t('customers.back')}</a></p>
      <h1>${this.done?.dryRun ? t('import.trial.result') : t('import.result')}</h1>
      ${problem(this.failure, () => this.load())} ${this.done ? this.shown(this.done) : ''}
    `;
  }

  shown(done) {
    return html`
      <p role="status">${word('importstate', done.state)} – ${moment(done.finishedAt ?? done.createdAt)}</p>
      ${importCounts(done, ['received', 'accepted', 'updated', 'rejected', 'warned'])}
      ${done.dryRun ? html`<p class="notice">${t('import.trial.nothing')} <a href="/console/customers/import">${t('import.again')}</a></p>` : ''}
      ${done.attributes.length > 0 ? this.attributes(done.attributes) : ''}
      <h2>${t('import.issues')}</h2>
      ${selectField({
        name: 'severity',
        label: t('import.severity'),
        value: this.severity,
        options: [
          ['error', t('import.errors', {count: number(done.rejected)})],
          ['warning', t('import.warnings', {count: number(done.warned)})],
        ],
        change: (change) => {
          this.severity = change.target.value;
          this.openIssues();
        },
      })}
      ${pagedTable({
        label: t('import.issues'),
        paged: this.paged,
        empty: html`<p class="muted">${t('import.noIssues')}</p>`,
        columns: [
          {title: t('import.line'), number: true, head: true, cell: ({line}) => number(line)},
          {title: t('import.column'), cell: ({column}) => html`<bdi>${column ?? '–'}</bdi>`},
          {title: t('import.detail'), cell: ({code, detail}) => html`<span dir="auto">${word('issue', code) === code.replaceAll('_', ' ') ? detail : word('issue', code)}</span>`},
        ],
      })}
      ${this.paged.items.length > 0
        ? html`<button type="button" ?disabled=${this.busy} @click=${this.save}>${t('import.download')}</button>`
        : ''}
    `;
  }

  attributes(attributes) {
    return html`<details>
      <summary>${t('import.attributes', {count: number(attributes.length)})}</summary>
      ${table({
        label: t('import.attributes', {count: number(attributes.length)}),
        rows: attributes,
        columns: [
          {title: t('import.attribute'), head: true, cell: ({name}) => html`<bdi>${name}</bdi>`},
          {title: t('import.type'), cell: ({type}) => word('type', type)},
          {title: t('import.fits'), number: true, cell: ({fits}) => number(fits)},
          {title: t('import.misfits'), number: true, cell: ({misfits}) => number(misfits)},
        ],
      })}
    </details>`;
  }

  /** All of them, however many the page shows. */
  async save() {
    this.busy = true;
    try {
      const all = [];
      for (let cursor = ''; cursor !== null; ) {
        const page = await get(`${this.path}/issues?severity=${this.severity}&limit=${MOST}${cursor ? `&cursor=${cursor}` : ''}`);
        all.push(...page.items);
        cursor = page.nextCursor ?? null;
      }
      download(`import-${this.severity}s.csv`, ['line', 'column', 'code', 'detail'], all);
    } catch (failure) {
      this.failure = failure;
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('od-customer-import-result', ImportResult);
