import {html} from 'lit';
import {get, hasLogin, logOut, session} from './api.js';
import {language, setLanguage, t} from './i18n.js';
import {View, go, problem} from './view.js';
import './campaigns.js';
import './campaign.js';

const THEME = 'outdial.theme';
const here = () => location.pathname + location.search;

/** The frame of every page: who is logged in, where one can go, and the page that the address names. */
class App extends View {
  static properties = {
    who: {state: true},
    tenant: {state: true},
    login: {state: true},
    ended: {state: true},
    failure: {state: true},
    theme: {state: true},
  };

  constructor() {
    super();
    this.theme = localStorage.getItem(THEME) ?? 'auto';
    this.showTheme();
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
        ${this.who ? this.navigation() : ''}
        <div class="settings">${this.choices()} ${this.who ? this.person() : ''}</div>
      </header>
      <main id="content" tabindex="-1">${this.page()}</main>
      ${this.ended ? this.sessionEnded() : ''}
    `;
  }

  skip(click) {
    click.preventDefault();
    this.querySelector('main').focus();
  }

  navigation() {
    return html`<nav aria-label=${t('shell.navigation')}>
      <a href="/console/campaigns" aria-current=${location.pathname.includes('/campaigns/') ? 'true' : 'page'}
        >${t('campaigns.title')}</a
      >
    </nav>`;
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

  async leave() {
    await logOut();
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
      return this.loginPage();
    }
    if (this.who.tenantId === null || !this.may('campaigns:read')) {
      return html`<h1>${t('shell.nothing.title')}</h1>
        <p>${t('shell.nothing.text')}</p>`;
    }
    const campaign = location.pathname.match(/^\/console\/campaigns\/([0-9a-f-]{36})$/);
    if (campaign) {
      return html`<od-campaign .campaignId=${campaign[1]} .scopes=${this.who.scopes}></od-campaign>`;
    }
    if (['/console/', '/console/campaigns'].includes(location.pathname)) {
      return html`<od-campaigns .scopes=${this.who.scopes}></od-campaigns>`;
    }
    return html`<h1>${t('shell.lost.title')}</h1>
      <p><a href="/console/campaigns">${t('campaigns.back')}</a></p>`;
  }

  loginPage() {
    document.title = `${t('login.title')} – Outdial`;
    return html`<section class="login">
      <h1>${t('login.title')}</h1>
      <p>${this.login ? t('login.text') : t('login.off')}</p>
      ${this.login ? html`<a class="button primary" href=${this.loginAddress()}>${t('login.button')}</a>` : ''}
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
