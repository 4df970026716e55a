import {html} from 'lit';
import {number, percent, t} from '../i18n.js';

const share = (value) => (value === null ? '–' : percent(value));

const bar = (value, kind) => html`<td class="drawn" aria-hidden="true">
  <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none"><rect class=${kind} width=${(value ?? 0) * 100} height="8" /></svg>
</td>`;

/**
 * A chart of answer and success rates that is a table, so that it is read aloud as it is seen.
 *
 * @param head what the rows are, such as hours
 * @param rows each `{name, counts}` with the counts of the API's timeline
 */
export const ratesTable = ({caption, head, rows, empty}) =>
  rows.length === 0
    ? html`<h3>${caption}</h3>
        <p class="muted">${empty}</p>`
    : html`<div class="scrolls" role="region" tabindex="0" aria-label=${caption}>
        <table class="rates">
          <caption>
            ${caption}
          </caption>
          <thead>
            <tr>
              <th scope="col">${head}</th>
              <th scope="col" class="number">${t('rates.calls')}</th>
              <th scope="col" class="number" colspan="2">${t('rates.answered')}</th>
              <th scope="col" class="number" colspan="2">${t('rates.succeeded')}</th>
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              ({name, counts}) => html`<tr>
                <th scope="row">${name}</th>
                <td class="number">${number(counts.calls)}</td>
                <td class="number">${share(counts.answerRate)}</td>
                ${bar(counts.answerRate, 'answered')}
                <td class="number">${share(counts.successRate)}</td>
                ${bar(counts.successRate, 'succeeded')}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>`;
