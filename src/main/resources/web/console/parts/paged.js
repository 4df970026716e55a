import {html} from 'lit';
import {get, search} from '../api.js';
import {t} from '../i18n.js';
import {problem} from '../view.js';

const PAGE_SIZE = 50;

/** A list of the API that is read page by page for a view. A newer question makes an older one void. */
export class Paged {
  items = [];
  cursor = null;
  loading = false;
  failure = null;
  path = null;

  constructor(host, {size = PAGE_SIZE} = {}) {
    this.host = host;
    this.size = size;
    host.addController(this);
  }

  hostDisconnected() {
    this.reading?.abort();
  }

  /**
   * Reads the first page of a path, which may have a query.
   *
   * @param body what to search for, where the API searches by POST
   */
  open(path, body = null) {
    this.path = path;
    this.body = body;
    this.items = [];
    this.cursor = null;
    return this.load();
  }

  again() {
    return this.open(this.path, this.body);
  }

  async load() {
    this.reading?.abort();
    const {signal} = (this.reading = new AbortController());
    this.loading = true;
    this.failure = null;
    this.host.requestUpdate();
    try {
      const joint = this.path.includes('?') ? '&' : '?';
      const after = this.cursor ? `&cursor=${encodeURIComponent(this.cursor)}` : '';
      const path = `${this.path}${joint}limit=${this.size}${after}`;
      const page = await (this.body ? search(path, this.body, signal) : get(path, signal));
      if (!signal.aborted) {
        this.items = [...this.items, ...page.items];
        this.cursor = page.nextCursor ?? null;
      }
    } catch (failure) {
      if (!signal.aborted) {
        this.failure = failure;
      }
    } finally {
      if (!signal.aborted) {
        this.loading = false;
        this.host.requestUpdate();
      }
    }
  }
}

/**
 * @param columns each `{title, cell(item), head, number}`; `head` makes its cells the heads of their rows
 * @param empty what is shown instead of a table without rows
 */
export const pagedTable = ({label, paged, columns, empty}) => html`
  ${problem(paged.failure, () => paged.load())}
  <p class="unseen" role="status">${paged.loading ? t('shell.loading') : ''}</p>
  ${paged.items.length > 0 ? table({label, columns, rows: paged.items}) : paged.loading || paged.failure ? '' : empty}
  ${paged.cursor
    ? html`<button type="button" ?disabled=${paged.loading} @click=${() => paged.load()}>${t('shell.more')}</button>`
    : ''}
`;

/** A table that scrolls by itself where it is too wide, also by keyboard. */
export const table = ({label, columns, rows}) => html`<div class="scrolls" role="region" tabindex="0" aria-label=${label}>
  <table>
    <thead>
      <tr>
        ${columns.map(({title, number}) => html`<th scope="col" class=${number ? 'number' : ''}>${title}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map((row) => html`<tr>${columns.map((column) => cell(column, row))}</tr>`)}
    </tbody>
  </table>
</div>`;

const cell = (column, row) =>
  column.head
    ? html`<th scope="row">${column.cell(row)}</th>`
    : html`<td class=${column.number ? 'number' : ''}>${column.cell(row)}</td>`;

/** What stands where nothing is yet: it says what this is for and how to begin. */
export const empty = (title, text, more = '') => html`<section class="empty">
  <h2>${title}</h2>
  <p>${text}</p>
  ${more}
</section>`;
