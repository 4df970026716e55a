import {html, nothing} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {t, textOr} from '../i18n.js';
import {View} from '../view.js';
import {OPERATORS, isComplete} from './operators.js';
import {exchanged, group, test, treeOf, written} from './query.js';
import {valueControl} from './values.js';
import {CORE} from './vocabulary.js';

const LOGIC = ['all', 'any', 'none'];
const DEEPEST = 6;
/** Fields of which a preview of everyone shows the values that most have. */
const LISTED = {city: 'city', status: 'status', time_zone: 'timeZone'};

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/**
 * Conditions on customers, clicked together. `query` is the same in the query language: what is changed there is shown here, and each
 * click says the new query by `changed`. A condition without a value is not a part of it yet.
 */
class QueryBuilder extends View {
  static properties = {
    query: {attribute: false},
    vocabulary: {attribute: false},
    problems: {attribute: false},
    known: {attribute: false},
    disabled: {type: Boolean},
    root: {state: true},
  };

  willUpdate(changed) {
    if (this.root === undefined || (changed.has('query') && !same(this.query, this.said))) {
      this.root = treeOf(this.query, this.vocabulary.typeOf);
      this.said = this.query;
    }
  }

  become(root) {
    this.root = root;
    this.said = written(root);
    this.dispatchEvent(new CustomEvent('changed', {detail: this.said}));
  }

  exchange(item, instead) {
    this.become(exchanged(this.root, item.id, instead));
  }

  render() {
    return html`<fieldset class="builder" ?disabled=${this.disabled}>
      <legend class="unseen">${t('audience.conditions')}</legend>
      ${Object.entries(LISTED).map(
        ([field, part]) => html`<datalist id=${`known-${field}`}>
          ${(this.known?.[part] ?? []).map((value) => html`<option value=${value}></option>`)}
        </datalist>`,
      )}
      ${this.group(this.root, 0)}
    </fieldset>`;
  }

  group(item, depth) {
    const wrong = this.wrong(item);
    return html`<div class="group" role="group" aria-label=${t(`audience.logic.${item.logic}`)}>
      <div class="row">
        <select aria-label=${t('audience.logic')} @change=${({target}) => this.exchange(item, {...item, logic: target.value})}>
          ${LOGIC.map((logic) => html`<option value=${logic} ?selected=${logic === item.logic}>${t(`audience.logic.${logic}`)}</option>`)}
        </select>
        ${depth > 0 ? this.remove(item, t('audience.group.remove')) : ''}
      </div>
      ${wrong ? html`<p class="wrong">${wrong}</p>` : ''}
      <div class="items">
        ${repeat(item.items, ({id}) => id, (each) => this.item(each, depth))}
        <div class="row">
          <button type="button" class="add-test" @click=${() => this.add(item, test('', 'is'))}>${t('audience.test.add')}</button>
          ${depth < DEEPEST
            ? html`<button type="button" @click=${() => this.add(item, group('any', [test('', 'is')]))}>${t('audience.group.add')}</button>`
            : ''}
        </div>
      </div>
    </div>`;
  }

  item(item, depth) {
    if (item.kind === 'group') {
      return this.group(item, depth + 1);
    }
    return item.kind === 'json' ? this.json(item) : this.test(item);
  }

  async add(holder, item) {
    this.exchange(holder, {...holder, items: [...holder.items, item]});
    await this.updateComplete;
    const focused = item.kind === 'group' ? item.items[0] : item;
    this.querySelector(`#test-${focused.id} select`)?.focus();
  }

  test(item) {
    const {typeOf} = this.vocabulary;
    const type = item.field ? typeOf(item.field) : 'text';
    const wrong = this.wrong(item);
    // What somebody else has asked stays to be seen, also by who could not ask it.
    const may = item.field ? this.vocabulary.operatorsOf(item.field) : [];
    const offered = item.op && !may.includes(item.op) ? [item.op, ...may] : may;
    return html`<div class="row test" id=${`test-${item.id}`}>
      <select
        class="subject"
        aria-label=${t('audience.field')}
        aria-invalid=${wrong ? 'true' : nothing}
        @change=${({target}) => this.ask(item, target.value)}
      >
        <option value="" ?selected=${item.field === ''}>${t('audience.field.choose')}</option>
        <optgroup label=${t('audience.field.core')}>
          ${Object.keys(CORE).map((field) => this.option(field, item.field))}
        </optgroup>
        <optgroup label=${t('audience.field.own')}>
          ${this.vocabulary.attributes.map(({name}) => this.option(name, item.field))}
          ${item.field && !(item.field in CORE) && !this.vocabulary.attributes.some(({name}) => name === item.field)
            ? this.option(item.field, item.field)
            : ''}
        </optgroup>
      </select>
      ${item.field
        ? html`<select
              class="operator"
              aria-label=${t('audience.operator')}
              @change=${({target}) => this.exchange(item, askedBy(item, target.value))}
            >
              ${offered.map(
                (op) => html`<option value=${op} ?selected=${op === item.op}>${operatorName(op, type)}</option>`,
              )}
            </select>
            ${valueControl({
              item,
              type,
              list: item.field in LISTED ? `known-${item.field}` : undefined,
              wrong,
              change: (value, typed) => this.exchange(item, {...item, value, typed}),
            })}`
        : ''}
      ${this.remove(item, t('audience.test.remove'))}
      ${wrong ? html`<p class="wrong">${wrong}</p>` : item.field && !isComplete(item) ? html`<p class="hint">${t('audience.incomplete')}</p>` : ''}
    </div>`;
  }

  option(field, chosen) {
    return html`<option value=${field} ?selected=${field === chosen}>${textOr(`field.${field}`, field)}</option>`;
  }

  ask(item, field) {
    this.exchange(item, {...item, field, op: this.vocabulary.operatorsOf(field)[0], value: undefined, typed: undefined});
  }

  /** What cannot be clicked is shown as it is, and changed in the JSON. */
  json(item) {
    const wrong = this.wrong(item);
    return html`<div class="row test">
      <code dir="ltr">${JSON.stringify(item.query)}</code>
      <span class="hint">${t('audience.byHand')}</span>
      ${this.remove(item, t('audience.test.remove'))} ${wrong ? html`<p class="wrong">${wrong}</p>` : ''}
    </div>`;
  }

  remove(item, label) {
    return html`<button type="button" class="remove" aria-label=${label} title=${label} @click=${() => this.exchange(item, null)}>×</button>`;
  }

  /** What the service says of this place: of a group only what is not said of one of its items. */
  wrong(item) {
    if (!item.pointer || (item.kind === 'test' && !isComplete(item))) {
      return '';
    }
    const here = ({pointer}) => pointer === item.pointer || (item.kind !== 'group' && pointer.startsWith(`${item.pointer}/`));
    return (this.problems ?? []).filter(here).map(({detail}) => detail).join(' ');
  }
}

/** Another question of the same field: the value stays where the new one takes such a value. */
const askedBy = (item, op) => {
  const [was, is] = [OPERATORS[item.op].input, OPERATORS[op].input];
  if (was === is) {
    return {...item, op};
  }
  const one = was === 'one' && is === 'list' && item.value !== undefined && item.value !== '' ? [item.value] : undefined;
  const first = was === 'list' && is === 'one' ? item.value?.[0] : undefined;
  return {...item, op, value: one ?? first, typed: undefined};
};

const operatorName = (op, type) => (type === 'date' || type === 'timestamp' ? textOr(`op.date.${op}`, t(`op.${op}`)) : t(`op.${op}`));

customElements.define('od-query-builder', QueryBuilder);
