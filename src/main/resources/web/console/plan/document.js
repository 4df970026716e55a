/** A campaign's document apart from the page: read and changed by JSON pointers (RFC 6901), compared, patched (RFC 7396). */

import {escape, isObject, patchOf as difference, same} from '../parts/merge-patch.js';

export {escape, same};

const FIELDS = [
  'name',
  'type',
  'objective',
  'startAt',
  'endAt',
  'duration',
  'timeZone',
  'audience',
  'calls',
  'content',
  'performance',
  'compliance',
  'pacing',
  'quality',
];

const unescape = (part) => part.replaceAll('~1', '/').replaceAll('~0', '~');
const parts = (pointer) => pointer.split('/').slice(1).map(unescape);
const isNothing = (value) => value === undefined || value === null || value === '' || (isObject(value) && Object.keys(value).length === 0);

/** What people write of a campaign, without where it stands. */
export const written = (campaign) =>
  Object.fromEntries(FIELDS.filter((field) => !isNothing(campaign[field])).map((field) => [field, campaign[field]]));

export const at = (document, pointer) =>
  parts(pointer).reduce((value, part) => (value === undefined || value === null ? undefined : value[part]), document);

/** The document with a value at a pointer, or without it when there is none; objects that became empty go with it, and what holds no parts gives way. */
export const put = (document, pointer, value) => {
  const change = (holder, [part, ...below]) => {
    const listed = Array.isArray(holder) && /^\d+$/.test(part);
    const changed = listed ? [...holder] : {...(isObject(holder) ? holder : {})};
    const next = below.length === 0 ? value : change(changed[part], below);
    if (!isNothing(next)) {
      changed[part] = next;
    } else if (listed) {
      changed.splice(Number(part), 1);
    } else {
      delete changed[part];
    }
    return changed;
  };
  return change(document, parts(pointer));
};

/** A query is one value: the service replaces it as a whole, and half of one query in another means something else. */
const QUERY = '/audience/query';

const areMerged = (pointer, ...values) => pointer !== QUERY && values.every(isObject);

/** The merge patch that makes `after` of `before`. */
export const patchOf = (before, after) => difference(before, after, (pointer) => pointer === QUERY);

/** The parts that both changed since they were the same. */
export const collisions = (base, mine, theirs, pointer = '') => {
  const keys = new Set([...Object.keys(base ?? {}), ...Object.keys(mine ?? {}), ...Object.keys(theirs ?? {})]);
  return [...keys].flatMap((key) => {
    const [was, own, other] = [base?.[key], mine?.[key], theirs?.[key]];
    if (same(was, own) || same(was, other) || same(own, other)) {
      return [];
    }
    const here = `${pointer}/${escape(key)}`;
    return areMerged(here, own, other, was) ? collisions(was, own, other, here) : [here];
  });
};

/** `theirs` with what `mine` changed since `base`. */
export const merged = (base, mine, theirs) => {
  const apply = (target, patch, pointer) => {
    const result = {...target};
    for (const [key, value] of Object.entries(patch)) {
      const here = `${pointer}/${escape(key)}`;
      if (value === null) {
        delete result[key];
      } else {
        result[key] = areMerged(here, value, result[key]) ? apply(result[key], value, here) : value;
      }
    }
    return result;
  };
  return apply(theirs, patchOf(base, mine), '');
};

/** The problems of a place and of all below it. */
export const below = (problems, pointer) =>
  problems.filter((problem) => problem.pointer === pointer || problem.pointer.startsWith(`${pointer}/`));
