import {html} from 'lit';
import {post} from '../api.js';
import {t} from '../i18n.js';
import {View, problem} from '../view.js';

const TYPING_MS = 500;

/** What the script says to somebody of the audience, with the variables as they are now. */
class PlanExample extends View {
  static properties = {
    script: {attribute: false},
    version: {attribute: false},
    variables: {attribute: false},
    audience: {attribute: false},
    rendered: {state: true},
    failure: {state: true},
    nobody: {state: true},
  };

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.typing);
    this.asking?.abort();
  }

  willUpdate() {
    const asked = JSON.stringify([this.script.id, this.version, this.variables, this.audience]);
    if (asked !== this.asked) {
      const first = this.asked === undefined;
      this.asked = asked;
      clearTimeout(this.typing);
      this.asking?.abort();
      this.typing = setTimeout(() => this.show(), first ? 0 : TYPING_MS);
    }
  }

  async show() {
    this.asking = new AbortController();
    const {signal} = this.asking;
    try {
      const customer = await this.somebody(signal);
      this.nobody = !customer;
      if (customer) {
        const body = {customerId: customer.id, variables: this.variables ?? {}, ...(this.version ? {version: this.version} : {})};
        this.rendered = await post(`/scripts/${this.script.id}/render`, body, null, signal);
      }
      this.failure = null;
    } catch (failure) {
      if (!signal.aborted) {
        this.failure = failure;
      }
    }
  }

  /** The first of the audience, or of everyone while the audience says nothing or something wrong. */
  async somebody(signal) {
    const first = async (audience) => (await post('/customers/search?limit=1', audience, null, signal)).items[0];
    try {
      return (await first(this.audience ?? {everyone: true})) ?? (await first({everyone: true}));
    } catch (failure) {
      if (signal.aborted || failure.status !== 400) {
        throw failure;
      }
      return first({everyone: true});
    }
  }

  render() {
    return html`<section class="example" aria-labelledby="example">
      <h3 id="example">${t('plan.example')}</h3>
      ${problem(this.failure)} ${this.nobody ? html`<p class="muted">${t('plan.example.nobody')}</p>` : ''}
      ${this.rendered
        ? html`<blockquote dir="auto" role="status">${this.rendered.text}</blockquote>
            ${this.rendered.missing.length > 0
              ? html`<p class="wrong">${t('plan.example.missing', {names: this.rendered.missing.join(', ')})}</p>`
              : ''}`
        : ''}
    </section>`;
  }
}

customElements.define('od-plan-example', PlanExample);
