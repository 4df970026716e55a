import {html} from 'lit';
import {hourOfDay, slotTime, t} from '../i18n.js';
import {ratesTable} from '../parts/rates-table.js';

const NEWEST_SLOTS = 12;

/** How calls went over time, by hour and by zone. */
export const timeline = ({slots, byHour, byZone}) => html`<section aria-labelledby="timeline">
  <h2 id="timeline">${t('timeline.title')}</h2>
  <div class="columns wide">
    ${ratesTable({
      caption: t('timeline.slots'),
      head: t('timeline.slot'),
      rows: slots
        .slice(-NEWEST_SLOTS)
        .reverse()
        .map(({at, counts}) => ({name: html`<time datetime=${at}>${slotTime(at)}</time>`, counts})),
      empty: t('live.noCalls'),
    })}
    ${ratesTable({
      caption: t('timeline.byHour'),
      head: t('timeline.hour'),
      rows: byHour.map(({hour, counts}) => ({name: hourOfDay(hour), counts})),
      empty: t('live.noCalls'),
    })}
    ${ratesTable({
      caption: t('timeline.byZone'),
      head: t('timeline.zone'),
      rows: byZone.map(({zone, counts}) => ({name: html`<bdi>${zone.replaceAll(',', ', ')}</bdi>`, counts})),
      empty: t('live.noCalls'),
    })}
  </div>
</section>`;
