import {html} from 'lit';
import {get, newKey, post, remove} from '../api.js';
import {moment, number, t, word} from '../i18n.js';
import {closeDialog, confirmation, dialog} from '../parts/dialog.js';
import {checkField, formProblem, selectField, textField} from '../parts/field.js';
import {Paged, empty, pagedTable, table} from '../parts/paged.js';
import {importCounts, upload, uploadProgress} from '../parts/upload.js';
import {Page, go, problem} from '../view.js';

/** Lists whose entries others keep: nothing is taken off them here. */
const KEPT_BY_OTHERS = new Set(['erased', 'platform']);

/** Numbers that are never called: the lists as wholes, their entries, adding, importing, taking off. */
class DoNotCall extends Page {
  static properties = {
    lists: {state: true},
    failure: {state: true},
    asking: {state: true},
    wrong: {state: true},
    busy: {state: true},
    share: {state: true},
    answer: {state: true},
    check: {state: true},
  };

  constructor() {
    super();
    this.paged = new Paged(this);
    this.share = null;
    this.lists = [];
    this.list = new URLSearchParams(location.search).get('list') ?? '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    this.failure = null;
    this.paged.open(`/do-not-call${this.list ? `?list=${encodeURIComponent(this.list)}` : ''}`);
    try {
      this.lists = (await get('/do-not-call/lists')).items;
    } catch (failure) {
      this.failure = failure;
    }
  }

  choose(change) {
    this.list = change.target.value;
    go(`/console/do-not-call${this.list ? `?list=${encodeURIComponent(this.list)}` : ''}`, {replace: true});
    this.load();
  }

  ask(what) {
    this.asking = what;
    this.wrong = null;
    this.answer = null;
    this.key = newKey();
  }

  /** Does something that a dialog asked for, and closes it when that worked. */
  async attempt(work) {
    await super.attempt(async () => {
      await work();
      this.load();
    });
    this.share = null;
  }

  render() {
    this.titled(t('nav.do-not-call'));
    const may = this.may('compliance:write');
    return html`
      <h1>${t('nav.do-not-call')}</h1>
      <p>${t('dnc.what')}</p>
      ${may
        ? html`<div class="actions">
            <button class="primary" @click=${() => this.ask('add')}>${t('dnc.add')}</button>
            <button @click=${() => this.ask('import')}>${t('dnc.import')}</button>
          </div>`
        : ''}
      ${problem(this.failure, () => this.load())} ${this.lists.length > 0 ? this.wholes() : ''} ${this.checking()}
      <h2>${t('dnc.entries')}</h2>
      ${selectField({
        name: 'list',
        label: t('dnc.list'),
        value: this.list,
        options: [['', t('dnc.all')], ...this.lists.filter(({list}) => list !== 'platform').map(({list}) => [list, word('list', list)])],
        change: (change) => this.choose(change),
      })}
      ${pagedTable({label: t('dnc.entries'), paged: this.paged, columns: this.columns(may), empty: empty(t('dnc.none.title'), t('dnc.none.text'))})}
      ${this.dialogs()}
    `;
  }

  wholes() {
    return table({
      label: t('dnc.lists'),
      rows: this.lists,
      columns: [
        {title: t('dnc.list'), head: true, cell: ({list}) => html`<bdi>${word('list', list)}</bdi>`},
        {title: t('dnc.numbers'), number: true, cell: ({entries}) => number(entries)},
        {title: t('dnc.dated'), cell: ({dated}) => dated ?? '–'},
        {title: t('dnc.importedAt'), cell: ({importedAt}) => moment(importedAt)},
      ],
    });
  }

  /** Asks about one number, which a table of a million would not show. */
  checking() {
    return html`<form
      role="search"
      aria-label=${t('dnc.check')}
      @submit=${async (submit) => {
        submit.preventDefault();
        this.check = null;
        try {
          const phone = new FormData(submit.target).get('number').trim();
          this.check = {phone, ...(await get(`/do-not-call/${encodeURIComponent(phone)}`))};
          this.failure = null;
        } catch (failure) {
          this.failure = failure;
        }
      }}
    >
      <label>${t('dnc.check')} <input type="tel" name="number" dir="ltr" required maxlength="40" autocomplete="off" /></label>
      <button>${t('dnc.check.do')}</button>
      <output role="status">
        ${this.check
          ? this.check.blocked
            ? t('dnc.check.blocked', {lists: this.check.entries.map(({list}) => word('list', list)).join(', ')})
            : t('dnc.check.free')
          : ''}
      </output>
    </form>`;
  }

  columns(may) {
    const shown = [
      {title: t('dnc.phone'), head: true, cell: ({phone}) => html`<bdi dir="ltr">${phone}</bdi>`},
      {title: t('dnc.list'), cell: ({list}) => html`<bdi>${word('list', list)}</bdi>`},
      {title: t('dnc.reason'), cell: ({reason}) => html`<bdi>${reason ?? '–'}</bdi>`},
      {title: t('dnc.expires'), cell: ({expiresAt}) => (expiresAt ? moment(expiresAt) : t('dnc.never'))},
      {title: t('dnc.added'), cell: ({createdAt}) => moment(createdAt)},
    ];
    if (!may || !this.may('customers:pii')) {
      return shown;
    }
    const off = (entry) =>
      KEPT_BY_OTHERS.has(entry.list)
        ? ''
        : html`<button aria-label=${t('dnc.remove.of', {phone: entry.phone})} @click=${() => this.ask({remove: entry})}>${t('dnc.remove')}</button>`;
    return [...shown, {title: t('dnc.action'), cell: off}];
  }

  dialogs() {
    if (this.asking === 'add') {
      return dialog({title: t('dnc.add'), close: () => (this.asking = null), content: this.adding()});
    }
    if (this.asking === 'import') {
      return dialog({title: t('dnc.import'), close: () => (this.asking = null), content: this.importing(), wide: true});
    }
    return this.asking?.remove ? this.removing(this.asking.remove) : '';
  }

  adding() {
    const add = (submit) => {
      submit.preventDefault();
      const {phone, reason, until} = Object.fromEntries(new FormData(submit.target));
      const expires = until ? {expiresAt: new Date(`${until}T23:59:59`).toISOString()} : {};
      this.attempt(async () => {
        await post('/do-not-call', {phone, ...(reason ? {reason} : {}), ...expires}, this.key);
        this.asking = null;
      });
    };
    return html`<form @submit=${add}>
      ${textField({name: 'phone', type: 'tel', ltr: true, label: t('dnc.phone'), hint: t('dnc.phone.hint'), required: true, maxLength: 40, failure: this.wrong})}
      ${textField({name: 'reason', label: t('dnc.reason'), maxLength: 500, failure: this.wrong})}
      ${textField({name: 'until', type: 'date', label: t('dnc.until'), hint: t('dnc.until.hint'), pointer: '/expiresAt', failure: this.wrong})}
      ${formProblem(this.wrong, ['/phone', '/reason', '/expiresAt'])}
      <div class="actions">
        <button type="button" @click=${closeDialog}>${t('shell.cancel')}</button>
        <button class="primary" ?disabled=${this.busy}>${t('dnc.add')}</button>
      </div>
    </form>`;
  }

  importing() {
    const send = (submit) => {
      submit.preventDefault();
      const form = submit.target.elements;
      const query = new URLSearchParams({list: form.name.value, ...(form.date.value ? {date: form.date.value} : {}), ...(form.replace.checked ? {replace: 'true'} : {})});
      const file = form.file.files[0];
      this.share = 0;
      this.attempt(async () => {
        const type = /\.csv$/i.test(file.name) ? 'text/csv' : 'text/plain';
        this.answer = await upload(`/do-not-call/import?${query}`, file, type, (share) => (this.share = share));
      });
    };
    return html`<form @submit=${send}>
      <p>${t('dnc.import.how')}</p>
      <div class="field">
        <label for="dnc-file">${t('dnc.file')}</label>
        <input id="dnc-file" name="file" type="file" accept=".txt,.csv" required />
      </div>
      ${textField({name: 'name', label: t('dnc.list'), hint: t('dnc.list.hint'), value: 'tenant', ltr: true, required: true, pattern: '[a-z0-9][a-z0-9_\\-]{0,62}'})}
      ${textField({name: 'date', type: 'date', label: t('dnc.date'), hint: t('dnc.date.hint')})}
      ${checkField({name: 'replace', label: t('dnc.replace'), hint: t('dnc.replace.hint')})}
      ${problem(this.wrong)} ${uploadProgress(this.share)} ${this.answer ? this.imported(this.answer) : ''}
      <div class="actions">
        <button type="button" @click=${closeDialog}>${t('shell.close')}</button>
        <button class="primary" ?disabled=${this.busy}>${t('dnc.import.start')}</button>
      </div>
    </form>`;
  }

  imported(answer) {
    return html`<div role="status">
      ${importCounts(answer, ['received', 'accepted', 'updated', 'rejected', 'removed'])}
      ${answer.errors.length > 0
        ? table({
            label: t('import.issues'),
            rows: answer.errors,
            columns: [
              {title: t('import.line'), number: true, head: true, cell: ({line}) => number(line)},
              {title: t('import.detail'), cell: ({detail}) => html`<span dir="auto">${detail}</span>`},
            ],
          })
        : ''}
    </div>`;
  }

  removing(entry) {
    return confirmation({
      title: t('dnc.remove.title'),
      text: t(entry.list === 'opt_out' ? 'dnc.remove.optOut' : 'dnc.remove.text', {phone: entry.phone}),
      action: t('dnc.remove'),
      danger: true,
      busy: this.busy,
      failure: this.wrong,
      close: () => (this.asking = null),
      act: () =>
        this.attempt(async () => {
          await remove(`/do-not-call/${encodeURIComponent(entry.phone)}?list=${entry.list}`);
          this.asking = null;
        }),
    });
  }
}

customElements.define('od-do-not-call', DoNotCall);
