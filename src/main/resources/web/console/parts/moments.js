/** Durations as ISO 8601 writes them, and moments as clocks of a time zone show them. */

const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

export const UNITS = {second: 1, minute: 60, hour: 3600, day: 86400};

/** Null for what is no duration. */
export const seconds = (text) => {
  const found = String(text ?? '').match(DURATION);
  if (!found || text === 'P' || text.endsWith('T')) {
    return null;
  }
  const [days, hours, minutes, rest] = found.slice(1).map((part) => Number(part ?? 0));
  return days * 86400 + hours * 3600 + minutes * 60 + rest;
};

/** The largest unit of which it is a whole number. */
export const unitOf = (total) => Object.keys(UNITS).findLast((unit) => total % UNITS[unit] === 0) ?? 'second';

export const duration = (count, unit) =>
  unit === 'day' ? `P${count}D` : `PT${count}${{second: 'S', minute: 'M', hour: 'H'}[unit]}`;

const partsIn = (instant, zone) => {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return Object.fromEntries(format.formatToParts(instant).map(({type, value}) => [type, value]));
};

/** What `datetime-local` shows of an instant. */
export const local = (instant, zone) => {
  const {year, month, day, hour, minute} = partsIn(new Date(instant), zone);
  return `${year}-${month}-${day}T${hour}:${minute}`;
};

/** The instant of a clock's time; of one that a change to summer time skips, the hour after. */
export const instant = (text, zone) => {
  const wanted = Date.parse(`${text}:00Z`);
  let guess = wanted;
  for (let i = 0; i < 3; i++) {
    guess += wanted - Date.parse(`${local(guess, zone)}:00Z`);
  }
  return new Date(guess).toISOString().replace('.000', '');
};

export const isZone = (zone) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', {timeZone: zone}));
  } catch {
    return false;
  }
};
