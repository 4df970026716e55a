import {html as markup, unsafeStatic} from 'lit/static-html.js';
import {keyed} from 'lit/directives/keyed.js';
import {html} from 'lit';
import {Refused, get, hasLogin, logOut, session} from './api.js';
import {language, setLanguage, t} from './i18n.js';
import {AREAS, entries, routeAt} from './routes.js';
import {View, go, problem} from './view.js';

const THEME = 'outdial.theme';
/** Why a login was refused, as the service says it in the address it sends browsers to. */
const REFUSED_LOGINS = ['tenant', 'failed'];
const refusedLogin = () => REFUSED_LOGINS.find((why) => why === new URLSearchParams(location.search).get('login'));
const here = () => location.pathname + location.search;

const says = (title, text) => {
  document.title = `${t(title)} – Outdial`;
  return html`<h1>${t(title)}</h1>
    <p>${t(text)}</p>`;
};

/** As `aria-current` takes it: this page itself, or one below it. */
const current = (entry, here) => (entry === here ? 'page' : entry.section === here?.section ? 'true' : 'false');

/** The frame of every page: who is logged in, where one can go, and the page that the address names. */
class App extends View {
  static properties = {
    who: {state: true},
    tenant: {state: true},
    login: {state: true},
    ended: {state: true},
    failure: {state: true},
    theme: {state: true},
    menu: {state: true},
    ready: {state: true},
    broken: {state: true},
  };

  constructor() {
    super();
    this.theme = localStorage.getItem(THEME) ?? 'auto';
    this.showTheme();
    this.ready = new Set();
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('popstate', () => this.arrive());
    addEventListener('outdial-navigated', () => this.arrive());
    addEventListener('outdial-session-ended', () => (this.ended = this.who != null));
    document.addEventListener('click', (click) => this.stay(click));
    this.start();
  }

  async start() {
    this.failure = null;
    try {
      this.who = await session();
      if (this.who === null) {
        this.login = await hasLogin();
      } else if (this.who.tenantId !== null && this.may('campaigns:read')) {
        this.tenant = await get('/tenant');
      }
    } catch (failure) {
      this.failure = failure;
    }
  }

  may(scope) {
    return this.who.scopes.includes(scope);
  }

  /** Links into the console change the page and do not load it anew. */
  stay(click) {
    const link = click.target.closest?.('a[href^="/console/"]');
    if (link && click.button === 0 && !click.ctrlKey && !click.metaKey && !click.shiftKey && !click.altKey) {
      click.preventDefault();
      go(link.getAttribute('href'));
    }
  }

  async arrive() {
    this.menu = false;
    this.requestUpdate();
    await this.updateComplete;
    scrollTo(0, 0);
    this.querySelector('main').focus();
  }

  updated() {
    const dialog = this.querySelector('dialog.ended');
    if (this.ended && dialog && !dialog.open) {
      dialog.showModal();
    }
  }

  showTheme() {
    document.documentElement.dataset.theme = this.theme;
  }

  chooseTheme(change) {
    this.theme = change.target.value;
    localStorage.setItem(THEME, this.theme);
    this.showTheme();
  }

  render() {
    return html`
      <a class="skip" href="#content" @click=${this.skip}>${t('shell.skip')}</a>
      <header>
        <a class="brand" href="/console/">Outdial</a>
        ${this.who ? this.menuButton() : ''}
        <div class="settings">${this.choices()} ${this.who ? this.person() : ''}</div>
      </header>
      ${this.who ? this.navigation() : ''}
      <main id="content" tabindex="-1">${this.page()}</main>
      ${this.ended ? this.sessionEnded() : ''}
    `;
  }

  skip(click) {
    click.preventDefault();
    this.querySelector('main').focus();
  }

  /** On a narrow screen the navigation stands behind it. */
  menuButton() {
    return html`<button
      class="menu"
      aria-expanded=${this.menu ? 'true' : 'false'}
      aria-controls="navigation"
      @click=${() => (this.menu = !this.menu)}
    >
      ${t('shell.menu')}
    </button>`;
  }

  navigation() {
    const here = routeAt(this.path())?.route;
    return html`<nav id="navigation" class=${this.menu ? 'open' : ''} aria-label=${t('shell.navigation')}>
      ${entries(this.who.scopes).map(
        (route) => html`<a href=${route.path} aria-current=${current(route, here)}>${t(`nav.${route.section}`)}</a>`,
      )}
    </nav>`;
  }

  /** The console itself is its first page that the person may see. */
  path() {
    return location.pathname === '/console/' ? (entries(this.who.scopes)[0]?.path ?? '/console/') : location.pathname;
  }

  choices() {
    return html`
      <label
        ><span class="unseen">${t('shell.language')}</span>
        <select name="language" .value=${language()} @change=${(change) => setLanguage(change.target.value)}>
          <option value="en" lang="en" ?selected=${language() === 'en'}>English</option>
          <option value="ar" lang="ar" ?selected=${language() === 'ar'}>العربية</option>
        </select></label
      >
      <label
        ><span class="unseen">${t('shell.theme')}</span>
        <select name="theme" .value=${this.theme} @change=${this.chooseTheme}>
          ${['auto', 'light', 'dark'].map(
            (theme) => html`<option value=${theme} ?selected=${theme === this.theme}>${t(`theme.${theme}`)}</option>`,
          )}
        </select></label
      >
    `;
  }

  person() {
    return html`<span class="person"><strong>${this.tenant?.name ?? ''}</strong> <bdi>${this.who.name}</bdi></span>
      <button @click=${this.leave}>${t('shell.logout')}</button>`;
  }

  /** What was typed and not sent is nobody else's. */
  async leave() {
    try {
      await logOut();
    } catch (failure) {
      // Whoever is refused here has no session any more.
      if (this.who || !(failure instanceof Refused)) {
        this.failure = failure;
        return;
      }
    }
    sessionStorage.clear();
    location.assign('/console/');
  }

  page() {
    if (this.failure) {
      return problem(this.failure, () => this.start());
    }
    if (this.who === undefined || (this.who === null && this.login === undefined)) {
      return html`<p role="status">${t('shell.loading')}</p>`;
    }
    if (this.who === null) {
      return refusedLogin() ? this.refusedPage(refusedLogin()) : this.loginPage();
    }
    if (this.who.tenantId === null || entries(this.who.scopes).length === 0) {
      return says('shell.nothing.title', 'shell.nothing.text');
    }
    const path = this.path();
    const found = routeAt(path);
    if (!found) {
      return says('shell.lost.title', 'shell.lost.text');
    }
    return this.may(found.route.scope) ? this.routed(found, path) : says('shell.forbidden.title', 'shell.forbidden.text');
  }

  /** The page's element, once its area is loaded; anew for every path. */
  routed({route, params}, path) {
    if (this.broken === route.area) {
      return html`<div class="notice bad" role="alert">
        <p>${t('shell.area.failed')}</p>
        <button @click=${() => location.reload()}>${t('shell.reload')}</button>
      </div>`;
    }
    if (!this.ready.has(route.area)) {
      this.fetchArea(route.area);
      return html`<p role="status">${t('shell.loading')}</p>`;
    }
    const tag = unsafeStatic(route.element);
    return keyed(path, markup`<${tag} .params=${params} .who=${this.who}></${tag}>`);
  }

  async fetchArea(area) {
    try {
      await AREAS[area]();
      this.ready = new Set([...this.ready, area]);
    } catch {
      this.broken = area;
    }
  }

  loginPage() {
    document.title = `${t('login.title')} – Outdial`;
    return html`<section class="login">
      <h1>${t('login.title')}</h1>
      <p>${this.login ? t('login.text') : t('login.off')}</p>
      ${this.login ? html`<a class="button primary" href=${this.loginAddress()}>${t('login.button')}</a>` : ''}
    </section>`;
  }

  /** Who may not come in is told why, and can be somebody else. */
  refusedPage(why) {
    return html`<section class="login">
      ${says(`login.${why}.title`, `login.${why}.text`)}
      <div class="actions">
        <button class="primary" @click=${this.leave}>${t('shell.logout')}</button>
        <a class="button" href="/login?to=/console/">${t('error.again')}</a>
      </div>
    </section>`;
  }

  loginAddress() {
    return `/login?to=${encodeURIComponent(here())}`;
  }

  /** Over the page, which stays as it was: after the login one is back at its address. */
  sessionEnded() {
    return html`<dialog class="ended" aria-labelledby="ended" @cancel=${(cancel) => cancel.preventDefault()}>
      <h2 id="ended">${t('ended.title')}</h2>
      <p>${t('ended.text')}</p>
      <a class="button primary" href=${this.loginAddress()}>${t('login.button')}</a>
    </dialog>`;
  }
}

customElements.define('od-app', App);
