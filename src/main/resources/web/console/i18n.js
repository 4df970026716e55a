import en from './texts/shell.en.json';
import ar from './texts/shell.ar.json';
import enWords from './texts/words.en.json';
import arWords from './texts/words.ar.json';

/**
 * Texts of the page in each language, and which way it is written. Those of the frame and the words of the API are here from the
 * start; an area adds its own when it is loaded. Each has the same keys in every language: ConsoleTextsTest.
 */
const LANGUAGES = {
  en: {texts: {...en, ...enWords}, direction: 'ltr', locale: 'en-GB'},
  ar: {texts: {...ar, ...arWords}, direction: 'rtl', locale: 'ar-u-ca-gregory-nu-latn'},
};

/** Adds the texts of an area, by language. */
export const addTexts = (tables) =>
  Object.entries(tables).forEach(([language, texts]) => Object.assign(LANGUAGES[language].texts, texts));

const CHOICE = 'outdial.language';

const chosen = () => {
  const kept = localStorage.getItem(CHOICE);
  if (kept in LANGUAGES) {
    return kept;
  }
  const preferred = navigator.languages.map((language) => language.slice(0, 2)).find((language) => language in LANGUAGES);
  return preferred ?? 'en';
};

let current = chosen();
const listeners = new Set();

const apply = () => {
  document.documentElement.lang = current;
  document.documentElement.dir = LANGUAGES[current].direction;
};
apply();

export const language = () => current;

export const setLanguage = (to) => {
  current = to;
  localStorage.setItem(CHOICE, to);
  apply();
  listeners.forEach((listener) => listener());
};

/** Calls back at every change of language; answers how to stop that. */
export const onLanguage = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The text of a key, with `{name}` replaced. An unknown key is shown as it is, so that somebody notices. */
export const t = (key, values = {}) =>
  (LANGUAGES[current].texts[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/** The text of a key that may have none. */
export const textOr = (key, otherwise) => LANGUAGES[current].texts[key] ?? otherwise;

/** A word of the API, such as an outcome: its text, or the word itself where the service knows more than this page. */
export const word = (kind, code) => {
  const key = `${kind}.${code}`;
  return LANGUAGES[current].texts[key] ?? String(code).replaceAll('_', ' ');
};

const locale = () => LANGUAGES[current].locale;

export const number = (value) => new Intl.NumberFormat(locale()).format(value);

export const percent = (share) =>
  new Intl.NumberFormat(locale(), {style: 'percent', maximumFractionDigits: 1}).format(share);

export const money = ({amount, currency}) =>
  new Intl.NumberFormat(locale(), {style: 'currency', currency}).format(Number(amount));

export const moment = (instant) =>
  instant ? new Intl.DateTimeFormat(locale(), {dateStyle: 'medium', timeStyle: 'short'}).format(new Date(instant)) : '–';

export const clock = (instant) =>
  instant ? new Intl.DateTimeFormat(locale(), {timeStyle: 'medium'}).format(new Date(instant)) : '–';

/** A quarter of an hour, with its day where that is not today. */
export const slotTime = (instant) => {
  const at = new Date(instant);
  const day = at.toDateString() === new Date().toDateString() ? {} : {weekday: 'short'};
  return new Intl.DateTimeFormat(locale(), {...day, hour: '2-digit', minute: '2-digit'}).format(at);
};

/** An hour of a day in whatever zone, 0 to 23. */
export const hourOfDay = (hour) =>
  new Intl.DateTimeFormat(locale(), {hour: '2-digit', minute: '2-digit', timeZone: 'UTC'}).format(new Date(hour * 3_600_000));

/** A weekday, 1 for Monday to 7 for Sunday. */
export const weekday = (day) =>
  new Intl.DateTimeFormat(locale(), {weekday: 'short', timeZone: 'UTC'}).format(new Date(Date.UTC(2024, 0, day)));

/** Seconds in the unit that a person would use. */
export const span = (seconds) => {
  const [size, unit] = seconds < 90 ? [1, 'second'] : seconds < 5400 ? [60, 'minute'] : seconds < 172800 ? [3600, 'hour'] : [86400, 'day'];
  return new Intl.NumberFormat(locale(), {style: 'unit', unit, unitDisplay: 'long'}).format(Math.round(seconds / size));
};
