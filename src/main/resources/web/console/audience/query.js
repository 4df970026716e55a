import {OPERATORS, isComplete, question} from './operators.js';

/**
 * The query as a tree that can be clicked together, and back. A tree has groups (`all`, `any` or `none` of their items are true),
 * tests of a field, and `json` for what is in the query language and cannot be clicked. Both directions keep the meaning; what was
 * written by hand stays as it was written until something is clicked.
 */

const LOGIC = {$and: 'all', $or: 'any', $nor: 'none'};
const KEYS = {all: '$and', any: '$or', none: '$nor'};
const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
const escape = (part) => part.replaceAll('~', '~0').replaceAll('/', '~1');

let last = 0;
/** Names a node as long as the page lives, so that what is typed stays in its row. */
const node = (fields) => ({id: (last += 1), ...fields});

export const group = (logic, items) => node({kind: 'group', logic, items});
export const test = (field, op, value) => node({kind: 'test', field, op, value});
const json = (query) => node({kind: 'json', query});

/** Operators of one field, those that belong together kept so. */
const split = (expression) => {
  if (!isObject(expression) || !Object.keys(expression).every((key) => key.startsWith('$'))) {
    return [expression];
  }
  const {$regex, $options, ...rest} = expression;
  const parts = Object.entries(rest).map(([operator, value]) => ({[operator]: value}));
  return $regex === undefined ? parts : [...parts, {$regex, ...($options === undefined ? {} : {$options})}];
};

const tests = (field, expression, typeOf, pointer) => {
  const asked = (part) => {
    const found = question(typeOf(field), part);
    return {...(found ? test(field, found.op, found.value) : json({[field]: part})), pointer};
  };
  return question(typeOf(field), expression) ? [asked(expression)] : split(expression).map(asked);
};

const read = (query, typeOf, pointer) => {
  if (!isObject(query)) {
    return [{...json(query), pointer}];
  }
  return Object.entries(query).flatMap(([key, value]) => {
    const here = `${pointer}/${escape(key)}`;
    if (!(key in LOGIC) || !Array.isArray(value)) {
      return tests(key, value, typeOf, here);
    }
    const items = value.map((each, i) => {
      const inner = read(each, typeOf, `${here}/${i}`);
      return inner.length === 1 ? inner[0] : {...group('all', inner), pointer: `${here}/${i}`};
    });
    return [{...group(LOGIC[key], items), pointer: here}];
  });
};

/** @param typeOf the type of a field by its name */
export const treeOf = (query, typeOf) => {
  const items = query === undefined || query === null ? [] : read(query, typeOf, '/query');
  return items.length === 1 && items[0].kind === 'group' ? items[0] : group('all', items);
};

/** Two queries as one object; null when they say something of the same field in the same way. */
const joined = (queries) => {
  const all = {};
  for (const query of queries) {
    for (const [key, value] of Object.entries(query)) {
      if (!(key in all)) {
        all[key] = value;
        continue;
      }
      const both = isObject(all[key]) && isObject(value);
      if (!both || Object.keys(value).some((operator) => operator in all[key])) {
        return null;
      }
      all[key] = {...all[key], ...value};
    }
  }
  return all;
};

/** Where a node stands in the written query, for what the service says of that place. */
const mark = (item, pointer) => {
  item.pointer = pointer;
  if (item.kind === 'test') {
    item.pointer = `${pointer}/${escape(item.field)}`;
  } else if (item.kind === 'group') {
    place(item, pointer);
  }
};

const place = (holder, pointer) => {
  const written = holder.items.filter((item) => queryOf(item) !== undefined);
  const key = KEYS[holder.logic];
  if (holder.logic === 'all' && joined(written.map(queryOf))) {
    written.forEach((item) => mark(item, pointer));
  } else if (holder.logic === 'any' && written.length === 1) {
    mark(written[0], pointer);
  } else {
    written.forEach((item, i) => mark(item, `${pointer}/${key}/${i}`));
  }
};

/** The query of a tree or of a part of it; undefined when it says nothing yet. */
export const queryOf = (item) => {
  if (item.kind === 'json') {
    return item.query;
  }
  if (item.kind === 'test') {
    return item.field && isComplete(item) ? {[item.field]: OPERATORS[item.op].write(item.value)} : undefined;
  }
  const queries = item.items.map(queryOf).filter((query) => query !== undefined);
  if (queries.length === 0) {
    return undefined;
  }
  if (item.logic === 'all') {
    return joined(queries) ?? {$and: queries};
  }
  return item.logic === 'any' && queries.length === 1 ? queries[0] : {[KEYS[item.logic]]: queries};
};

/** The query of a whole tree, whose nodes learn where they stand in it. */
export const written = (root) => {
  const query = queryOf(root);
  if (query !== undefined) {
    place(root, '/query');
  }
  return query;
};

/** The tree with one node exchanged, or taken out when there is nothing instead. */
export const exchanged = (item, id, instead) => {
  if (item.id === id) {
    return instead;
  }
  if (item.kind !== 'group') {
    return item;
  }
  return {...item, items: item.items.map((each) => exchanged(each, id, instead)).filter(Boolean)};
};
