import {html} from 'lit';
import {post} from '../api.js';
import {number, percent, t, textOr, word} from '../i18n.js';
import {countsTable} from '../parts/progress-bar.js';
import {View, problem} from '../view.js';

const TYPING_MS = 400;

/** A look at who they are needs nobody's number, whatever the person may see elsewhere. */
/** What the API shows of a name to who may not see it. */
const MASK = '***';

const masked = (phone) => phone.replace(/^(\+?\d{4})\d*(\d{2})$/, (_, begin, end) => `${begin}…${end}`);
const initial = (name) => `${Array.from(name)[0]}…`;

/** Whether an audience asks for anybody. */
export const says = (audience) =>
  Boolean(audience) &&
  Object.values(audience).some((part) =>
    Array.isArray(part) ? part.length > 0 : part !== null && typeof part === 'object' ? Object.keys(part).length > 0 : Boolean(part),
  );

/**
 * Whom an audience means now: how many, how many of them can be called and why not the others, where they live, and a few of them.
 * Asked anew a moment after each change; an answer that is out of date is never shown. What is refused is told by `problems`, with
 * pointers into the audience.
 *
 * @property rules the settings of the campaign that decide whom it may call: `objective regulation requireConsent doNotCallLists`
 */
class AudiencePreview extends View {
  static properties = {
    audience: {attribute: false},
    rules: {attribute: false},
    found: {state: true},
    loading: {state: true},
    failure: {state: true},
  };

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.typing);
    this.asking?.abort();
  }

  willUpdate() {
    const asked = JSON.stringify([this.audience ?? {}, this.rules ?? {}]);
    if (asked !== this.asked) {
      const first = this.asked === undefined;
      this.asked = asked;
      this.asking?.abort();
      clearTimeout(this.typing);
      this.loading = says(this.audience);
      this.typing = setTimeout(() => this.ask(), first ? 0 : TYPING_MS);
    }
  }

  path() {
    const asked = new URLSearchParams();
    const {objective, regulation, requireConsent, doNotCallLists} = this.rules ?? {};
    if (objective) {
      asked.set('objective', objective);
    }
    if (regulation) {
      asked.set('regulation', regulation);
    }
    if (requireConsent) {
      asked.set('requireConsent', 'true');
    }
    (doNotCallLists ?? []).forEach((list) => asked.append('doNotCallLists', list));
    return `/audiences/preview${asked.size > 0 ? `?${asked}` : ''}`;
  }

  async ask() {
    if (!says(this.audience)) {
      this.found = null;
      this.failure = null;
      this.refused([]);
      return;
    }
    this.asking = new AbortController();
    const {signal} = this.asking;
    this.loading = true;
    try {
      const found = await post(this.path(), this.audience, null, signal);
      if (!signal.aborted) {
        this.found = found;
        this.failure = null;
        this.loading = false;
        this.refused([]);
      }
    } catch (failure) {
      if (!signal.aborted) {
        this.failure = failure;
        this.loading = false;
        this.refused(failure.errors ?? []);
      }
    }
  }

  refused(problems) {
    this.dispatchEvent(new CustomEvent('problems', {detail: problems}));
  }

  render() {
    return html`<section class="preview" aria-labelledby="preview">
      <h2 id="preview">${t('preview.title')}</h2>
      <p role="status" class="muted">${this.loading ? t('preview.counting') : this.summary()}</p>
      ${problem(this.failure, this.failure && !this.failure.errors?.length ? () => this.ask() : null)}
      ${this.found && !this.failure ? this.counts(this.found) : ''}
      ${!says(this.audience) ? html`<p>${t('preview.nobody')}</p>` : ''}
    </section>`;
  }

  summary() {
    return this.found && !this.failure
      ? t('preview.summary', {matched: number(this.found.matched), reachable: number(this.found.reachable)})
      : '';
  }

  counts({matched, reachable, excluded, blocked, matchedByAbsence, breakdown, sample}) {
    return html`<div class=${this.loading ? 'stale' : ''}>
      <dl class="figures">
        <div><dt>${t('preview.matched')}</dt><dd id="matched">${number(matched)}</dd></div>
        <div>
          <dt>${t('preview.reachable')}</dt>
          <dd id="reachable">${number(reachable)} ${matched > 0 ? html`<span class="muted">${percent(reachable / matched)}</span>` : ''}</dd>
        </div>
      </dl>
      ${matched > 0
        ? html`<meter
            min="0"
            max=${matched}
            value=${reachable}
            aria-label=${t('preview.share', {share: percent(reachable / matched)})}
          ></meter>`
        : ''}
      ${blocked ? html`<div class="notice bad"><p>${textOr(`blocked.${blocked}`, word('reason', blocked))}</p></div>` : ''}
      ${matchedByAbsence > 0 ? html`<p class="notice">${t('preview.absence', {count: number(matchedByAbsence)})}</p>` : ''}
      ${countsTable(t('preview.excluded'), 'reason', excluded, t('preview.excluded.none'))}
      ${this.breakdown('city', breakdown.city)} ${this.breakdown('timeZone', breakdown.timeZone)}
      ${this.breakdown('status', breakdown.status)} ${this.sample(sample)}
    </div>`;
  }

  breakdown(field, {top, others}) {
    const counts = Object.fromEntries(top.map(({value, customers}) => [value ?? t('preview.unknown'), customers]));
    return html`<details ?open=${field === 'city'}>
      <summary>${t(`preview.by.${field}`)}</summary>
      ${countsTable(t(`preview.by.${field}`), 'value', others > 0 ? {...counts, [t('preview.others')]: others} : counts, t('preview.none'))}
    </details>`;
  }

  sample(customers) {
    return html`<details>
      <summary>${t('preview.sample')}</summary>
      <div class="scrolls" role="region" tabindex="0" aria-label=${t('preview.sample')}>
        <table>
          <thead>
            <tr>
              <th scope="col">${t('preview.name')}</th>
              <th scope="col">${t('preview.phone')}</th>
              <th scope="col">${t('preview.city')}</th>
            </tr>
          </thead>
          <tbody>
            ${customers.map(
              ({name, externalId, phone, city}) => html`<tr>
                <th scope="row"><bdi>${name && name !== MASK ? initial(name) : externalId}</bdi></th>
                <td><bdi dir="ltr">${masked(phone)}</bdi></td>
                <td>${city ?? '–'}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>`;
  }
}

customElements.define('od-audience-preview', AudiencePreview);
