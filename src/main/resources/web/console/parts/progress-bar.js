import {html, svg} from 'lit';
import {number, percent, t, word} from '../i18n.js';
import {FINAL_TARGET_STATES, TARGET_STATES} from './words.js';

export const finished = ({byState}) => FINAL_TARGET_STATES.reduce((sum, state) => sum + (byState[state] ?? 0), 0);

/** One bar for everyone whom the audience matched. Drawn as SVG, because widths in styles are not allowed to this page. */
export const progressBar = (targets) => {
  const {total, byState} = targets;
  if (total === 0) {
    return html`<span class="muted">${t('progress.nobody')}</span>`;
  }
  const done = finished(targets);
  let at = 0;
  const parts = TARGET_STATES.map((state) => {
    const width = ((byState[state] ?? 0) / total) * 100;
    const part = svg`<rect class="state-${state}" x=${at} y="0" width=${width} height="8"><title>${word('target', state)}: ${number(byState[state] ?? 0)}</title></rect>`;
    at += width;
    return part;
  });
  const label = t('progress.label', {done: number(done), total: number(total), share: percent(done / total)});
  return html`<span class="progress"
    ><svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label=${label}>${parts}</svg
    ><span class="muted">${label}</span></span
  >`;
};

/** A chart of counts that is a table, so that it is read aloud as it is seen. */
export const countsTable = (caption, kind, counts, empty) => {
  const rows = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([, one], [, other]) => other - one);
  const most = Math.max(1, ...rows.map(([, count]) => count));
  return html`<table class="counts">
    <caption>
      ${caption}
    </caption>
    <tbody>
      ${rows.length === 0 ? html`<tr><td class="muted">${empty}</td></tr>` : ''}
      ${rows.map(
        ([code, count]) => html`<tr>
          <th scope="row">${word(kind, code)}</th>
          <td class="number">${number(count)}</td>
          <td class="drawn" aria-hidden="true">
            <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none">
              <rect class=${kind === 'target' ? `state-${code}` : `${kind}-bar`} width=${(count / most) * 100} height="8" />
            </svg>
          </td>
        </tr>`,
      )}
    </tbody>
  </table>`;
};
