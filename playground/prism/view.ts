import { html, LitElement, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { live } from "lit/directives/live.js";
import { drawLiveSwitch } from "../kit/live-switch.ts";
import { demoStyles } from "../kit/styles.ts";
import { EXAMPLES } from "./attacks.ts";
import { openShare } from "./live.ts";
import { drawOutcome, drawRewriting, drawTables, verdictOn } from "./parts.ts";
import { TENANTS } from "./rows.ts";
import { Session } from "./session.ts";
import { prismStyles } from "./styles.ts";

class PrismDemo extends LitElement {
  static override styles = [demoStyles, prismStyles];
  readonly #session = new Session({ open: openShare, changed: () => this.requestUpdate() });

  override render(): TemplateResult {
    const { sql, news, edition, trouble, isBusy, isLive, share, rewriting, tenant, outcome } = this.#session;
    const where = share
      ? `On D1, for the tenant ${share.name}.`
      : "Rewritten in this page by the shipped code, and run nowhere.";
    return html`
      <div class="demo" aria-busy=${isBusy}>
        ${drawLiveSwitch(isLive, where, () => this.#session.goLive(!isLive))}

        <div class="row">
          <label
            >Try
            <select @change=${(event: Event) => this.#pick(event)}>
              ${EXAMPLES.map(({ name, sql: own }) => html`<option ?selected=${own === sql}>${name}</option>`)}
            </select></label
          >
          ${share ? nothing : this.#tenants()}
        </div>

        <label class="statement"
          >Statement
          <textarea
            spellcheck="false"
            autocapitalize="off"
            autocomplete="off"
            rows="3"
            .value=${live(sql)}
            @input=${(event: Event) => this.#session.type((event.target as HTMLTextAreaElement).value)}
          ></textarea>
        </label>

        <p class="verdict" role="status">${verdictOn(rewriting)}</p>
        ${drawRewriting(rewriting, sql)} ${share ? this.#run() : drawTables(rewriting, tenant)}

        <p class="news" role="status">${keyed(edition, html`<span>${news}</span>`)}</p>
        <p class="trouble" role="alert">${trouble}</p>
        ${outcome ? drawOutcome(outcome) : nothing}
      </div>
    `;
  }

  #tenants(): TemplateResult {
    const { tenant } = this.#session;
    return html`<div class="row" role="group" aria-label="Whose request it is">
      <span aria-hidden="true">for</span>
      ${TENANTS.map((name) => html`<button type="button" aria-pressed=${name === tenant} @click=${() => this.#session.choose(name)}>${name}</button>`)}
    </div>`;
  }

  #run(): TemplateResult {
    const { isBusy } = this.#session;
    return html`<div class="row">
      <button type="button" class="primary" aria-disabled=${isBusy} @click=${() => this.#session.run()}>
        Run it
      </button>
    </div>`;
  }

  #pick(event: Event): void {
    const example = EXAMPLES[(event.target as HTMLSelectElement).selectedIndex];
    if (example) this.#session.type(example.sql);
  }
}

customElements.define("prism-demo", PrismDemo);
