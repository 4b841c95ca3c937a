import { html, LitElement, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { TIER_LIMITS, type Tier, TIERS } from "#implementations/threshold";
import { drawWindow } from "./chart.ts";
import { openSandbox, type Sandbox } from "./live.ts";
import { begin, type DemoState, passTime, receive, type Source } from "./model.ts";
import { simulate } from "./simulated.ts";
import { demoStyles } from "../kit/styles.ts";

/** Where simulated time starts: a second before a minute turns, where fixed windows go wrong. */
const START = Date.UTC(2026, 0, 1, 11, 59, 59);
const CATEGORY = "requests";
const COUNTS = [1, 10, 200];
const STEPS_S = [1, 10, 60];

class ThresholdDemo extends LitElement {
  static override styles = demoStyles;
  static override properties = {
    state: { state: true },
    source: { state: true },
    trouble: { state: true },
    busy: { state: true },
  };
  declare private state: DemoState;
  declare private source: Source | Sandbox;
  declare private trouble: string;
  declare private busy: boolean;
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.busy = false;
    this.trouble = "";
    this.#simulate("seedling");
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#clock);
  }

  get #sandbox(): Sandbox | undefined {
    return "host" in this.source ? this.source : undefined;
  }

  #simulate(tier: Tier): void {
    clearInterval(this.#clock);
    this.source = simulate(tier, CATEGORY);
    this.state = begin(tier, START);
  }

  async #goLive(tier: Tier): Promise<void> {
    await this.#attempt(async () => {
      this.source = await openSandbox(tier, CATEGORY);
      this.state = begin(tier, Date.now());
      clearInterval(this.#clock);
      this.#clock = setInterval(() => this.#pass(Date.now() - this.state.now), 500);
    });
  }

  async #choose(tier: Tier): Promise<void> {
    if (this.#sandbox) await this.#goLive(tier);
    else this.#simulate(tier);
  }

  async #toggleLive(): Promise<void> {
    if (this.#sandbox) this.#simulate(this.state.tier);
    else await this.#goLive(this.state.tier);
    this.requestUpdate();
  }

  async #send(count: number): Promise<void> {
    await this.#attempt(async () => {
      const answers = await this.source.send(count, this.state.now);
      if (this.#sandbox) this.#pass(Date.now() - this.state.now);
      this.state = receive(this.state, answers);
    });
  }

  #pass(ms: number): void {
    this.state = passTime(this.state, ms, this.source.policy.windowMs);
  }

  /** One thing at a time; what goes wrong is said to the reader and nothing is lost. */
  async #attempt(act: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.trouble = "";
    try {
      await act();
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error);
    } finally {
      this.busy = false;
    }
  }

  override render(): TemplateResult {
    const { state, source } = this;
    return html`
      <div class="demo" aria-busy=${this.busy}>
        <div class="row">
          <label>
            Tier
            <select
              .value=${live(state.tier)}
              @change=${(event: Event) => this.#choose((event.target as HTMLSelectElement).value as Tier)}
            >
              ${TIERS.map((tier) => html`<option value=${tier} ?selected=${tier === state.tier}>${tier}, ${TIER_LIMITS[tier][CATEGORY].limit} a minute</option>`)}
            </select>
          </label>
          <button
            type="button"
            role="switch"
            aria-checked=${this.#sandbox !== undefined}
            ?disabled=${this.busy}
            @click=${() => this.#toggleLive()}
          >
            Live
          </button>
          <span class="where">${this.#describeSource()}</span>
        </div>

        <div class="row" role="group" aria-label="Send requests">
          <span class="legend" aria-hidden="true">Send</span>
          ${COUNTS.map((count) => html`<button type="button" class="primary" ?disabled=${this.busy} @click=${() => this.#send(count)}>${count}<span class="hidden"> ${count === 1 ? "request" : "requests"}</span></button>`)}
        </div>

        ${this.#sandbox ? nothing : this.#clockControls()} ${drawWindow(state, source.policy)}

        <p class="news" role="status">
          ${this.trouble ? html`<strong class="trouble">${this.trouble}</strong>` : state.news}
        </p>
        ${this.#lastAnswer()}
      </div>
    `;
  }

  #describeSource(): string {
    const sandbox = this.#sandbox;
    if (!sandbox) return "Simulated in this page by the shipped code.";
    const minutes = Math.max(0, Math.ceil((sandbox.expiresAt - this.state.now) / 60_000));
    return `Sent to this Worker as ${sandbox.host}, for another ${minutes} min.`;
  }

  #clockControls(): TemplateResult {
    return html`
      <div class="row" role="group" aria-label="Step the clock">
        <span class="legend" aria-hidden="true">Clock</span>
        <output class="clock" aria-label="Simulated time"
          >${new Date(this.state.now).toISOString().slice(11, 19)}</output
        >
        ${STEPS_S.map((seconds) => html`<button type="button" @click=${() => this.#pass(seconds * 1000)}>+${seconds} s</button>`)}
        <button type="button" @click=${() => this.#simulate(this.state.tier)}>Start again</button>
      </div>
    `;
  }

  #lastAnswer(): TemplateResult {
    const { last } = this.state;
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
