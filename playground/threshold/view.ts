import { html, LitElement, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { live } from "lit/directives/live.js";
import { TIER_LIMITS, type Tier, TIERS } from "#implementations/threshold";
import { drawWindow } from "./chart.ts";
import { openSandbox } from "./live.ts";
import { Session } from "./session.ts";
import { demoStyles } from "../kit/styles.ts";

const COUNTS = [1, 10, 200];
const STEPS_S = [1, 10, 60];
const TICK_MS = 500;

class ThresholdDemo extends LitElement {
  static override styles = demoStyles;
  #clock: ReturnType<typeof setInterval> | undefined;
  readonly #session = new Session({
    now: () => Date.now(),
    open: openSandbox,
    changed: () => this.requestUpdate(),
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#clock = setInterval(() => this.#session.tick(), TICK_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#clock);
  }

  // A disabled control would lose the focus of the reader who has just pressed it, so none is: each only says that it waits.
  override render(): TemplateResult {
    const { state, policy, wanted, isBusy, trouble } = this.#session;
    return html`
      <div class="demo" aria-busy=${isBusy}>
        <div class="row">
          <label>
            Tier
            <select
              .value=${live(wanted.tier)}
              @change=${(event: Event) => this.#session.go({ tier: (event.target as HTMLSelectElement).value as Tier })}
            >
              ${TIERS.map((tier) => html`<option value=${tier} ?selected=${tier === wanted.tier}>${tier}, ${TIER_LIMITS[tier].requests.limit} a minute</option>`)}
            </select>
          </label>
          <button
            type="button"
            role="switch"
            aria-checked=${wanted.isLive}
            @click=${() => this.#session.go({ isLive: !wanted.isLive })}
          >
            Live
          </button>
          <span class="where">${this.#describePlace()}</span>
        </div>

        <div class="row" role="group" aria-label="Send requests">
          <span class="legend" aria-hidden="true">Send</span>
          ${COUNTS.map((count) => html`<button type="button" class="primary" aria-disabled=${isBusy} @click=${() => this.#session.send(count)}>${count}<span class="hidden"> ${count === 1 ? "request" : "requests"}</span></button>`)}
        </div>

        ${this.#session.sandbox ? nothing : this.#clockControls()} ${drawWindow(state, policy)}

        <p class="news" role="status">${this.#news()}</p>
        <p class="trouble" role="alert">${trouble}</p>
        ${this.#lastAnswer()}
      </div>
    `;
  }

  /** A new element for each press, so that words which happen to be the same again are told again. */
  #news(): unknown {
    const { allowed, refused, news } = this.#session.state;
    return keyed(allowed + refused, html`<span>${news}</span>`);
  }

  #describePlace(): string {
    const { sandbox, wanted, state, isBusy } = this.#session;
    if (isBusy && wanted.isLive && (!sandbox || wanted.tier !== state.tier)) return "Opening a sandbox…";
    if (!sandbox) return "Simulated in this page by the shipped code.";
    const minutes = Math.ceil((sandbox.expiresAt - state.now) / 60_000);
    return minutes > 0
      ? `Sent to this Worker as ${sandbox.name}, for another ${minutes} min.`
      : `${sandbox.name} has expired.`;
  }

  #clockControls(): TemplateResult {
    const { state } = this.#session;
    return html`
      <div class="row" role="group" aria-label="Step the clock">
        <span class="legend" aria-hidden="true">Clock</span>
        <output class="clock" aria-label="Simulated time"
          >${new Date(state.now).toISOString().slice(11, 19)}</output
        >
        ${STEPS_S.map((seconds) => html`<button type="button" @click=${() => this.#session.step(seconds * 1000)}>+${seconds} s</button>`)}
        <button type="button" @click=${() => this.#session.restart()}>Start again</button>
      </div>
    `;
  }

  #lastAnswer(): TemplateResult {
    const { last } = this.#session.state;
    if (!last) return html`<pre class="answer">The answer's headers appear here.</pre>`;
    const lines = Object.entries(last.headers).map(([name, value]) => `${name}: ${value}`);
    return html`<pre
      class="answer"
      data-kind=${last.kind}
      tabindex="0"
      aria-label="Headers of the last answer"
    >
${[`HTTP ${last.status} ${last.kind}`, ...lines].join("\n")}</pre>`;
  }
}

customElements.define("threshold-demo", ThresholdDemo);
