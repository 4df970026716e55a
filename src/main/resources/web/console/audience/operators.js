/**
 * What can be asked of a field by clicking: how each question is written in the audience query language and read from it, and which
 * types of fields it makes sense for. `read` answers undefined for what it did not write.
 *
 * `input` is what the question needs: `one` value, a `list`, a `pair`, a `span` of days, a `pattern` or `none`.
 */

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
const isScalar = (value) => ['string', 'number', 'boolean'].includes(typeof value);
const only = (expression, ...keys) =>
  isObject(expression) && Object.keys(expression).length === keys.length && keys.every((key) => key in expression);
const isListOf = (list) => Array.isArray(list) && list.length > 0 && list.every(isScalar);
const days = (relative, sign) => {
  const found = isObject(relative) && typeof relative.$now === 'string' ? relative.$now.match(/^([+-])(\d+)d$/) : null;
  return found && found[1] === sign ? Number(found[2]) : undefined;
};

const comparison = (operator) => ({
  input: 'one',
  write: (value) => ({[operator]: value}),
  read: (expression) => (only(expression, operator) && isScalar(expression[operator]) ? expression[operator] : undefined),
});

export const OPERATORS = {
  is: {
    input: 'one',
    write: (value) => value,
    read: (expression) => (isScalar(expression) ? expression : only(expression, '$eq') && isScalar(expression.$eq) ? expression.$eq : undefined),
  },
  isNot: comparison('$ne'),
  anyOf: {
    input: 'list',
    write: (values) => ({$in: values}),
    read: (expression) => {
      const list = only(expression, '$in') ? expression.$in : expression;
      return isListOf(list) ? list : undefined;
    },
  },
  noneOf: {
    input: 'list',
    write: (values) => ({$nin: values}),
    read: (expression) => (only(expression, '$nin') && isListOf(expression.$nin) ? expression.$nin : undefined),
  },
  allOf: {
    input: 'list',
    write: (values) => ({$all: values}),
    read: (expression) => (only(expression, '$all') && isListOf(expression.$all) ? expression.$all : undefined),
  },
  between: {
    input: 'pair',
    write: ([from, to]) => ({$gte: from, $lte: to}),
    read: (expression) =>
      only(expression, '$gte', '$lte') && isScalar(expression.$gte) && isScalar(expression.$lte)
        ? [expression.$gte, expression.$lte]
        : undefined,
  },
  gt: comparison('$gt'),
  gte: comparison('$gte'),
  lt: comparison('$lt'),
  lte: comparison('$lte'),
  agoMore: {
    input: 'span',
    write: (count) => ({$lt: {$now: `-${count}d`}}),
    read: (expression) => (only(expression, '$lt') ? days(expression.$lt, '-') : undefined),
  },
  agoLess: {
    input: 'span',
    write: (count) => ({$gte: {$now: `-${count}d`}}),
    read: (expression) => (only(expression, '$gte') ? days(expression.$gte, '-') : undefined),
  },
  dueIn: {
    input: 'span',
    write: (count) => ({$gte: {$now: ''}, $lte: {$now: `+${count}d`}}),
    read: (expression) =>
      only(expression, '$gte', '$lte') && expression.$gte?.$now === '' ? days(expression.$lte, '+') : undefined,
  },
  matches: {
    input: 'pattern',
    write: (pattern) => ({$regex: pattern, $options: 'i'}),
    read: (expression) =>
      only(expression, '$regex', '$options') && expression.$options === 'i' ? expression.$regex : undefined,
  },
  known: {
    input: 'none',
    write: () => ({$exists: true}),
    read: (expression) => (only(expression, '$exists') && expression.$exists === true ? true : undefined),
  },
  missing: {
    input: 'none',
    write: () => ({$exists: false}),
    read: (expression) =>
      expression === null || (only(expression, '$exists') && expression.$exists === false) ? true : undefined,
  },
};

const BY_TYPE = {
  text: ['is', 'isNot', 'anyOf', 'noneOf', 'allOf', 'matches', 'known', 'missing'],
  word: ['is', 'isNot', 'anyOf', 'noneOf', 'known', 'missing'],
  number: ['is', 'isNot', 'gt', 'gte', 'lt', 'lte', 'between', 'anyOf', 'noneOf', 'known', 'missing'],
  boolean: ['is', 'known', 'missing'],
  date: ['lt', 'gte', 'gt', 'lte', 'between', 'is', 'agoMore', 'agoLess', 'dueIn', 'known', 'missing'],
  timestamp: ['lt', 'gte', 'gt', 'lte', 'between', 'agoMore', 'agoLess', 'dueIn', 'known', 'missing'],
};

export const operatorsOf = (type) => BY_TYPE[type] ?? BY_TYPE.text;

/** The question that an expression asks of a field of this type, as `{op, value}`; null when it cannot be asked by clicking. */
export const question = (type, expression) => {
  for (const op of operatorsOf(type)) {
    const value = OPERATORS[op].read(expression);
    if (value !== undefined) {
      return {op, value};
    }
  }
  return null;
};

/** Whether the question has all that it needs. */
export const isComplete = ({op, value}) => {
  switch (OPERATORS[op].input) {
    case 'none':
      return true;
    case 'list':
      return Array.isArray(value) && value.length > 0;
    case 'pair':
      return Array.isArray(value) && value.length === 2 && value.every((each) => each !== undefined && each !== '');
    default:
      return value !== undefined && value !== '';
  }
};
