import {html} from 'lit';
import {number, t, word} from '../i18n.js';
import {measure} from './cause.js';

const NEAR = 0.6;

/** What a guard thinks, from best to worst. */
const verdict = ({beyond, sample, closeness}, minSample) =>
  sample < minSample
    ? t('guard.waiting', {sample: number(sample), least: number(minSample)})
    : beyond
      ? t('guard.beyond')
      : closeness >= NEAR
        ? t('guard.near')
        : t('guard.fine');

/** The campaign's quality guards, and how near each is to pausing it. */
export const guards = (quality) => html`<section>
  <h2 id="guards">${t('guards.title')}</h2>
  ${quality.guards.length === 0
    ? html`<p class="muted">${t('guards.none')}</p>`
    : html`<p class="muted">${t('guards.how', {calls: number(quality.calls)})}</p>
        <div class="scrolls" role="region" tabindex="0" aria-labelledby="guards">
          <table class="guards">
            <thead>
              <tr>
                <th scope="col">${t('guard.name')}</th>
                <th scope="col" class="number">${t('guard.now')}</th>
                <th scope="col" class="number">${t('guard.limit')}</th>
                <th scope="col">${t('guard.closeness')}</th>
              </tr>
            </thead>
            <tbody>
              ${quality.guards.map((guard) => row(guard, quality.minSample))}
            </tbody>
          </table>
        </div>`}
</section>`;

const row = (guard, minSample) => {
  const name = word('guard', guard.guard);
  return html`<tr>
    <th scope="row">${name}</th>
    <td class="number">${guard.sample === 0 ? '–' : measure(guard.guard, guard.observed)}</td>
    <td class="number">${measure(guard.guard, guard.threshold)}</td>
    <td>
      <meter min="0" max="1" low=${NEAR} high="0.999" optimum="0" value=${guard.closeness} aria-label=${name}></meter>
      <span>${verdict(guard, minSample)}</span>
    </td>
  </tr>`;
};
