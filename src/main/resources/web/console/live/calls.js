import {html} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {clock, number, t, word} from '../i18n.js';

/** The calls that were begun last. */
export const newestCalls = (calls) => html`<section>
  <h2 id="calls">${t('live.calls')}</h2>
  ${calls.length === 0
    ? html`<p class="muted">${t('live.noCallsBegun')}</p>`
    : html`<div class="scrolls" role="region" tabindex="0" aria-labelledby="calls">
        <table>
          <thead>
            <tr>
              <th scope="col">${t('call.started')}</th>
              <th scope="col">${t('call.phone')}</th>
              <th scope="col">${t('call.state')}</th>
              <th scope="col">${t('call.disposition')}</th>
              <th scope="col" class="number">${t('call.attempt')}</th>
            </tr>
          </thead>
          <tbody>
            ${repeat(
              calls,
              ({id}) => id,
              (call) => html`<tr>
                <td>${clock(call.startedAt)}</td>
                <td><bdi dir="ltr">${call.phone}</bdi></td>
                <td>${call.outcome ? word('outcome', call.outcome) : word('callstate', call.state)}</td>
                <td>${call.disposition && call.disposition !== 'none' ? word('disposition', call.disposition) : '–'}</td>
                <td class="number">${number(call.attemptNo)}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>`}
</section>`;
