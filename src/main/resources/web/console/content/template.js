import {html} from 'lit';

/** Placeholders as the service reads them: anything in double braces, and names that are good. */
const PLACE = /\{\{([^{}]*)\}\}/g;
const NAME = /^\s*[A-Za-z_][A-Za-z0-9_]{0,63}\s*$/;

/** The names used, each once, in order. */
export const variablesOf = (template) => [
  ...new Set([...template.matchAll(PLACE)].map(([, name]) => name).filter((name) => NAME.test(name)).map((name) => name.trim())),
];

/** The text in pieces, with its placeholders marked; what is no name is marked as wrong. */
export const marked = (template) => {
  const pieces = [];
  let at = 0;
  for (const found of template.matchAll(PLACE)) {
    pieces.push(template.slice(at, found.index));
    pieces.push(html`<mark class=${NAME.test(found[1]) ? 'variable' : 'variable wrong-name'}>${found[0]}</mark>`);
    at = found.index + found[0].length;
  }
  return [...pieces, template.slice(at)];
};
