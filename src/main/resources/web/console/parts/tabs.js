import {html} from 'lit';
import {go} from '../view.js';

/** Which tab the address names, or the first. */
export const chosenTab = (tabs) => {
  const asked = new URLSearchParams(location.search).get('tab');
  return tabs.find(({id}) => id === asked)?.id ?? tabs[0].id;
};

const address = (tab) => {
  const asked = new URLSearchParams(location.search);
  asked.set('tab', tab);
  return `${location.pathname}?${asked}`;
};

const KEYS = {ArrowRight: 1, ArrowLeft: -1};

/**
 * Tabs after the pattern of WAI-ARIA: arrows move between them, and the address keeps which one is open.
 *
 * @param view is drawn again when another one is chosen
 * @param tabs each `{id, title, content()}`
 */
export const tabs = (view, label, all) => {
  const open = chosenTab(all);
  const choose = async (id) => {
    go(address(id), {replace: true});
    view.requestUpdate();
    await view.updateComplete;
    view.querySelector(`#tab-${id}`)?.focus();
  };
  const move = (press) => {
    const towards = (KEYS[press.key] ?? 0) * (document.documentElement.dir === 'rtl' ? -1 : 1);
    const at = all.findIndex(({id}) => id === open);
    const to = press.key === 'Home' ? 0 : press.key === 'End' ? all.length - 1 : towards ? (at + towards + all.length) % all.length : at;
    if (to !== at) {
      press.preventDefault();
      choose(all[to].id);
    }
  };
  return html`<div class="tabs" role="tablist" aria-label=${label} @keydown=${move}>
      ${all.map(
        ({id, title}) => html`<button
          type="button"
          role="tab"
          id=${`tab-${id}`}
          aria-selected=${id === open ? 'true' : 'false'}
          aria-controls="tab-panel"
          tabindex=${id === open ? '0' : '-1'}
          @click=${() => choose(id)}
        >
          ${title}
        </button>`,
      )}
    </div>
    <div role="tabpanel" id="tab-panel" aria-labelledby=${`tab-${open}`}>${all.find(({id}) => id === open).content()}</div>`;
};
