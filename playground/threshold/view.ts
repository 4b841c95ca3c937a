import { html, LitElement, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { TIER_LIMITS, type Tier, TIERS } from "#implementations/threshold";
import { choice } from "./choice-view.ts";
import { drawAim } from "./aim-view.ts";
import { drawComparison } from "./comparison-view.ts";
import { drawLadder } from "./ladder-view.ts";
import { drawLayers } from "./layer-view.ts";
import { openSandbox } from "./live.ts";
import { Session } from "./session.ts";
import { thresholdStyles } from "./styles.ts";
import { demoStyles } from "../kit/styles.ts";

const COUNTS = [1, 10, 200];
const STEPS: Readonly<Record<string, number>> = {
  "+1 s": 1_000,
  "+10 s": 10_000,
  "+60 s": 60_000,
  "+1 h": 3_600_000,
};
const TICK_MS = 500;

class ThresholdDemo extends LitElement {
  static override styles = [demoStyles, thresholdStyles];
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

  // Words that happen to be the same again are told again, since each press makes a new element for them.
  // A disabled control would lose the focus of the reader who has just pressed it, so none is: each only says that it waits.
  override render(): TemplateResult {
    const { state, ladder, aim, wanted, isBusy, sandbox, trouble } = this.#session;
    return html`
      <div class="demo" aria-busy=${isBusy}>
        <div class="row">
          ${choice({
            label: "Tier",
            options: TIERS.map((tier) => [tier, `${tier}, ${TIER_LIMITS[tier].requests.limit} a minute`]),
            chosen: wanted.tier,
            choose: (tier: Tier) => this.#session.go({ tier }),
          })}
          ${toggle("Live", wanted.isLive, () => this.#session.go({ isLive: !wanted.isLive }))}
          <span class="where">${this.#describePlace()}</span>
        </div>

        ${drawAim(aim, sandbox !== undefined, (change) => this.#session.take(change))}

        <div class="row" role="group" aria-label="Send requests">
          <span class="legend" aria-hidden="true">Send</span>
          ${COUNTS.map((count) => html`<button type="button" class="primary" aria-disabled=${isBusy} @click=${() => this.#session.send(count)}>${count}<span class="hidden"> ${count === 1 ? "request" : "requests"}</span></button>`)}
        </div>

        ${sandbox ? nothing : this.#clockControls()}

        <p class="news" role="status">${keyed(state.edition, html`<span>${state.news}</span>`)}</p>
        <p class="trouble" role="alert">${trouble}</p>

        ${drawLayers(state, aim)} ${sandbox ? nothing : drawComparison(state.comparison)}
        ${drawLadder({
          view: ladder,
          whose: aim.sender === "other" ? "other user" : "user",
          now: state.now,
          clear: sandbox ? undefined : () => this.#session.clear(),
        })}
        ${this.#lastAnswer()}
      </div>
    `;
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
        <output class="clock" aria-label="Simulated time">${describeTime(state.now)}</output>
        ${Object.entries(STEPS).map(([name, ms]) => html`<button type="button" @click=${() => this.#session.step(ms)}>${name}</button>`)}
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

function toggle(name: string, isOn: boolean, flip: () => void): TemplateResult {
  return html`<button type="button" role="switch" aria-checked=${isOn} @click=${flip}>${name}</button>`;
}

/** Such as "Thu 11:59:59". */
function describeTime(now: number): string {
  return new Date(now).toUTCString().replace(/^(\w+),.* ([\d:]+) GMT$/, "$1 $2");
}

customElements.define("threshold-demo", ThresholdDemo);
