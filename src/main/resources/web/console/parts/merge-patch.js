/** What makes one JSON value of another, as a merge patch (RFC 7396), and JSON pointers (RFC 6901) to its parts. */

export const escape = (part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1');

export const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

export const same = (one, other) => {
  if (one === other) {
    return true;
  }
  if (Array.isArray(one) || Array.isArray(other)) {
    return Array.isArray(one) && Array.isArray(other) && one.length === other.length && one.every((each, i) => same(each, other[i]));
  }
  if (!isObject(one) || !isObject(other)) {
    return false;
  }
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => key in other && same(one[key], other[key]));
};

/**
 * The merge patch that makes `after` of `before`: what is gone, however deep, is null in it.
 *
 * @param isWhole whether what stands at a pointer is replaced as a whole
 */
export const patchOf = (before, after, isWhole = () => false, pointer = '') => {
  const patch = {};
  for (const key of Object.keys(before)) {
    if (!(key in after)) {
      patch[key] = null;
    }
  }
  for (const [key, value] of Object.entries(after)) {
    if (same(before[key], value)) {
      continue;
    }
    const here = `${pointer}/${escape(key)}`;
    const merged = isObject(value) && isObject(before[key]) && !isWhole(here);
    patch[key] = merged ? patchOf(before[key], value, isWhole, here) : value;
  }
  return patch;
};
