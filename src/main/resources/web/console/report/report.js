import {html} from 'lit';
import {get} from '../api.js';
import {moment, t, word} from '../i18n.js';
import {countsTable} from '../parts/progress-bar.js';
import {OVER} from '../parts/words.js';
import {Page, problem} from '../view.js';
import {byGroup} from './breakdown.js';
import {asCsv, download} from './csv.js';
import {funnel} from './funnel.js';
import {heatMap} from './heat-map.js';
import './next-steps.js';
import {summary} from './summary.js';


/** What a campaign achieved and what it cost, on one page that prints as it stands. */
class ReportPage extends Page {
  static properties = {
    campaign: {state: true},
    report: {state: true},
    failure: {state: true},
  };

  /** Once: the frame hands over the same address again whenever it is drawn itself. */
  willUpdate() {
    if (this.opened !== this.params.id) {
      this.opened = this.params.id;
      this.open();
    }
  }

  async open() {
    this.failure = null;
    const {id} = this.params;
    try {
      [this.campaign, this.report] = await Promise.all([get(`/campaigns/${id}`), get(`/campaigns/${id}/report`)]);
    } catch (failure) {
      this.failure = failure;
    }
  }

  render() {
    this.titled(this.campaign ? t('report.of', {name: this.campaign.name ?? t('report.unnamed')}) : t('report.title'));
    return html`
      <p class="onscreen"><a href=${`/console/campaigns/${this.params.id}`}>${t('report.back')}</a></p>
      ${problem(this.failure, () => this.open())}
      ${this.report ? this.shown(this.campaign, this.report) : this.failure ? '' : html`<p role="status">${t('shell.loading')}</p>`}
    `;
  }

  shown(campaign, report) {
    const name = html`<bdi>${campaign.name ?? t('report.unnamed')}</bdi>`;
    return html`
      <div class="title">
        <h1>${name}</h1>
        <span class="badge ${report.state}">${word('state', report.state)}</span>
      </div>
      <p class="muted">
        ${t('report.at', {at: moment(report.at)})} ${OVER.includes(report.state) ? '' : html`${t('report.running')}`}
      </p>
      ${this.files(campaign)}
      <od-next-steps .campaign=${campaign} .may=${this.may('campaigns:write')}></od-next-steps>
      ${summary(report)} ${funnel(report.funnel)}
      <div class="columns">
        <section>${countsTable(t('report.outcomes'), 'outcome', report.outcomes, t('report.noCalls'))}</section>
        <section>${countsTable(t('report.dispositions'), 'disposition', report.dispositions, t('report.noCalls'))}</section>
      </div>
      ${heatMap(report.byWeekdayHour, campaign.timeZone)}
      ${byGroup('version', t('report.byVersion'), t('report.version'), report.byScriptVersion, (key) =>
        key === 'null' ? t('report.noVersion') : key,
      )}
      ${byGroup('city', t('report.byCity'), t('report.city'), report.byCity, (key) => (key === '' ? t('report.noCity') : key))}
    `;
  }

  /** What can be taken along: the page as it stands, and the rows behind it. */
  files({id}) {
    const file = (what) => `/api/v1/campaigns/${id}/${what}/export?format=csv`;
    return html`<div class="actions onscreen">
      <button type="button" @click=${() => print()}>${t('report.print')}</button>
      <button type="button" @click=${() => download(`report-${id}.csv`, asCsv(this.report))}>${t('report.figures')}</button>
      <a class="button" href=${file('calls')} download>${t('report.calls')}</a>
      <a class="button" href=${file('targets')} download>${t('report.targets')}</a>
    </div>`;
  }
}

customElements.define('od-report', ReportPage);
