import {html} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {moment, t, word} from '../i18n.js';
import {inWords} from './cause.js';

/** Why it happened, in words, whichever way the event says so. */
const why = ({type, detail}) =>
  inWords(detail.cause ?? (type === 'guard_tripped' ? guardCause(detail) : null), detail.reason);

const guardCause = (figures) => ({
  code: figures.guard === 'regulatory_abandonment' ? 'regulatory_abandonment' : 'quality_guard',
  figures,
});

/** What happened to the campaign, newest first. */
export const happened = (events) => html`<section aria-labelledby="events">
  <h2 id="events">${t('live.events')}</h2>
  ${events.length === 0 ? html`<p class="muted">${t('live.noEvents')}</p>` : ''}
  <ol class="events">
    ${repeat(
      events,
      ({id}) => id,
      (event) => html`<li>
        <time datetime=${event.at}>${moment(event.at)}</time> ${word('event', event.type)}
        ${event.detail.to ? html`– ${word('state', event.detail.to)}` : ''} <span class="muted"><bdi>${event.actor}</bdi></span>
        ${why(event)}
      </li>`,
    )}
  </ol>
</section>`;
