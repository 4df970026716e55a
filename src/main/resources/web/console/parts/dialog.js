import {html} from 'lit';
import {ref} from 'lit/directives/ref.js';
import {t} from '../i18n.js';
import {problem} from '../view.js';

/** Opened when it is there: after its page is drawn, because only what is in the page can be modal. */
const opened = (element) => element && queueMicrotask(() => element.isConnected && !element.open && element.showModal());

/**
 * A modal dialog, shown for as long as it is rendered.
 *
 * @param close called when it is closed in whatever way; it has to stop the rendering
 */
export const dialog = ({title, content, close, wide = false}) =>
  html`<dialog class=${wide ? 'wide' : ''} aria-labelledby="dialog-title" ${ref(opened)} @close=${close}>
    <h2 id="dialog-title">${title}</h2>
    ${content}
  </dialog>`;

/** Closes the dialog in which something was clicked. */
export const closeDialog = (event) => event.target.closest('dialog').close();

/**
 * Asks before something is done.
 *
 * @param act gets the submit event
 * @param danger whether it cannot be undone
 * @param more fields of the form, if any
 */
export const confirmation = ({title, text, action, act, close, danger = false, busy = false, failure, more = ''}) =>
  dialog({
    title,
    close,
    content: html`<form
      @submit=${(submit) => {
        submit.preventDefault();
        act(submit);
      }}
    >
      <p>${text}</p>
      ${more} ${problem(failure)}
      <div class="actions">
        <button type="button" autofocus @click=${closeDialog}>${t('shell.cancel')}</button>
        <button class=${danger ? 'danger' : 'primary'} ?disabled=${busy}>${action}</button>
      </div>
    </form>`,
  });
