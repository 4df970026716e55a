import {html} from 'lit';
import {number, percent, t} from '../i18n.js';

const STEPS = ['matched', 'reachable', 'dialled', 'answered', 'talked', 'succeeded'];

/** How far the people came: each step a part of the one before. */
export const funnel = (counts) => html`<section>
  <h2 id="funnel">${t('funnel.title')}</h2>
  <div class="scrolls" role="region" tabindex="0" aria-labelledby="funnel">
    <table class="funnel">
      <thead>
        <tr>
          <th scope="col">${t('funnel.step')}</th>
          <th scope="col" class="number">${t('funnel.people')}</th>
          <th scope="col" class="number">${t('funnel.ofBefore')}</th>
          <th scope="col" class="number">${t('funnel.ofAll')}</th>
          <td></td>
        </tr>
      </thead>
      <tbody>
        ${STEPS.map((step, at) => row(counts, step, at === 0 ? null : counts[STEPS[at - 1]]))}
      </tbody>
    </table>
  </div>
</section>`;

const part = (some, all) => (all ? percent(some / all) : '–');

const row = (counts, step, before) => html`<tr>
  <th scope="row">${t(`funnel.${step}`)}</th>
  <td class="number">${number(counts[step])}</td>
  <td class="number">${part(counts[step], before)}</td>
  <td class="number">${part(counts[step], counts.matched)}</td>
  <td class="drawn" aria-hidden="true">
    <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none">
      <rect width=${counts.matched ? (counts[step] / counts.matched) * 100 : 0} height="8" />
    </svg>
  </td>
</tr>`;
