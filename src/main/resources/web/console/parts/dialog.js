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
 * A form in a dialog.
 *
 * @param act gets the submit event
 * @param careful whether to begin on what does nothing
 * @param danger whether it cannot be undone
 */
export const formDialog = ({title, fields, action, act, close, wide, careful = false, danger = false, busy = false, failure}) =>
  dialog({
    title,
    close,
    wide,
    content: html`<form
      @submit=${(submit) => {
        submit.preventDefault();
        act(submit);
      }}
    >
      ${fields} ${problem(failure)}
      <div class="actions">
        <button type="button" ?autofocus=${careful} @click=${closeDialog}>${t('shell.cancel')}</button>
        <button class=${danger ? 'danger' : 'primary'} ?disabled=${busy}>${action}</button>
      </div>
    </form>`,
  });

/** The field for the name under which something is kept. */
export const nameField = (id, label, hint) => html`<div class="field">
  <label for=${id}>${label}</label>
  <input id=${id} name="name" required maxlength="200" autocomplete="off" />
  ${hint ? html`<p class="hint">${hint}</p>` : ''}
</div>`;

/**
 * Asks before something is done, as a form does.
 *
 * @param more fields of the form, if any
 */
export const confirmation = ({text, more = '', ...rest}) => formDialog({...rest, careful: true, fields: html`<p>${text}</p> ${more}`});
