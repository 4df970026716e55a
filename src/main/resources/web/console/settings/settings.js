import {html} from 'lit';
import {t} from '../i18n.js';
import {tabs} from '../parts/tabs.js';
import {Page} from '../view.js';
import './tenant.js';
import './rules.js';
import './identity.js';
import './webhooks.js';

/** The tenant's settings; each tab is offered to those who may see it. */
class Settings extends Page {
  render() {
    this.titled(t('nav.settings'));
    const all = [
      {id: 'tenant', title: t('settings.tenant'), content: () => html`<od-tenant .who=${this.who}></od-tenant>`},
      {id: 'rules', title: t('settings.rules'), content: () => html`<od-calling-rules .who=${this.who}></od-calling-rules>`},
      this.may('tenant:admin') && {id: 'identity', title: t('settings.identity'), content: () => html`<od-identity></od-identity>`},
      this.may('webhooks:admin') && {id: 'webhooks', title: t('settings.webhooks'), content: () => html`<od-webhooks></od-webhooks>`},
    ];
    return html`<h1>${t('nav.settings')}</h1>
      ${tabs(this, t('nav.settings'), all.filter(Boolean))}`;
  }
}

customElements.define('od-settings', Settings);
