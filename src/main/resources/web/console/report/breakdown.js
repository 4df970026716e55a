import {html} from 'lit';
import {money, number, percent, t} from '../i18n.js';

const share = (value) => (value === null ? '–' : percent(value));

/**
 * The same figures for parts of the calls.
 *
 * @param named turns a group's key into its name
 */
export const byGroup = (id, title, head, groups, named) => html`<section>
  <h2 id=${id}>${title}</h2>
  ${groups.length === 0
    ? html`<p class="muted">${t('report.noCalls')}</p>`
    : html`<div class="scrolls" role="region" tabindex="0" aria-labelledby=${id}>
        <table>
          <thead>
            <tr>
              <th scope="col">${head}</th>
              <th scope="col" class="number">${t('report.callsMade')}</th>
              <th scope="col" class="number">${t('report.conversations')}</th>
              <th scope="col" class="number">${t('report.successRate')}</th>
              <th scope="col" class="number">${t('report.conversions')}</th>
              <th scope="col" class="number">${t('report.cost')}</th>
              <th scope="col" class="number">${t('report.costPerConversion')}</th>
            </tr>
          </thead>
          <tbody>
            ${groups.map(
              (group) => html`<tr>
                <th scope="row"><bdi>${named(group.key)}</bdi></th>
                <td class="number">${number(group.calls)}</td>
                <td class="number">${number(group.conversations)}</td>
                <td class="number">${share(group.successRate)}</td>
                <td class="number">${number(group.conversions)}</td>
                <td class="number">${money(group.cost)}</td>
                <td class="number">${group.costPerConversion ? money(group.costPerConversion) : '–'}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>`}
</section>`;
