import {html} from 'lit';
import {hourOfDay, number, percent, t, weekday} from '../i18n.js';

const DAYS = [1, 2, 3, 4, 5, 6, 7];
const HOURS = [...Array(24).keys()];
/** Shades beside that of no call. */
const SHADES = 5;

/** When people answer: a table of hours and weekdays whose cells say the share that answered and are the darker the higher it is. */
export const heatMap = (cells, zone) => {
  const at = new Map(cells.map((cell) => [`${cell.weekday}-${cell.hour}`, cell]));
  const hours = HOURS.filter((hour) => cells.some((cell) => cell.hour === hour));
  const most = Math.max(...cells.map(({answerRate}) => answerRate ?? 0), 0);
  return html`<section>
    <h2 id="heat">${t('heat.title')}</h2>
    ${cells.length === 0
      ? html`<p class="muted">${t('report.noCalls')}</p>`
      : html`<p class="muted">${t('heat.how')} ${zone ? html`<bdi>${zone}</bdi>` : ''}</p>
          <div class="scrolls" role="region" tabindex="0" aria-labelledby="heat">
            <table class="heat">
              <thead>
                <tr>
                  <th scope="col">${t('heat.hour')}</th>
                  ${DAYS.map((day) => html`<th scope="col" class="number">${weekday(day)}</th>`)}
                </tr>
              </thead>
              <tbody>
                ${hours.map(
                  (hour) => html`<tr>
                    <th scope="row">${hourOfDay(hour)}</th>
                    ${DAYS.map((day) => square(at.get(`${day}-${hour}`), most))}
                  </tr>`,
                )}
              </tbody>
            </table>
          </div>`}
  </section>`;
};

const square = (cell, most) => {
  if (!cell) {
    return html`<td class="number heat-none"><span class="unseen">${t('heat.none')}</span></td>`;
  }
  const shade = most === 0 ? 0 : Math.round((cell.answerRate / most) * SHADES);
  return html`<td class="number heat-${shade}">
    ${percent(cell.answerRate)}<br /><small>${t('heat.calls', {calls: number(cell.calls)})}</small>
  </td>`;
};
