import { html, LitElement, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { drawLiveSwitch } from "../kit/live-switch.ts";
import { demoStyles } from "../kit/styles.ts";
import { openPost, SHOWN } from "./live.ts";
import { Session } from "./session.ts";
import { drawSide } from "./sides.ts";
import { loomStyles } from "./styles.ts";

const COUNTS = [1, 10, 100];
/** A reader may write thirty comments in five minutes. */
const LIVE_COUNTS = [1, 5];
const STEPS: Readonly<Record<string, number>> = { "+1 s": 1_000, "+10 s": 10_000, "+30 s": 30_000 };

class LoomDemo extends LitElement {
  static override styles = [demoStyles, loomStyles];
  readonly #session = new Session({ open: openPost, changed: () => this.requestUpdate() });

  // A disabled control would lose the focus of the reader who has just pressed it, so none is: each only says that it waits.
  override render(): TemplateResult {
    const { news, edition, trouble, isBusy, isLive, live } = this.#session;
    const where = live
      ? `Comments on a post of ${live.name}.`
      : "Simulated in this page by the shipped code.";
    return html`
      <div class="demo" aria-busy=${isBusy}>
        ${drawLiveSwitch(isLive, where, () => this.#session.goLive(!isLive))}

        <div class="row" role="group" aria-label="Send events at once">
          <span class="legend" aria-hidden="true">Send</span>
          ${(live ? LIVE_COUNTS : COUNTS).map((count) => this.#button(`${count}`, () => this.#session.send(count), { isMain: true, more: count === 1 ? "event" : "events at once" }))}
          ${this.#button("Flush now", () => this.#session.flush())}
        </div>

        <div class="row" role="group" aria-label="Kill the object">
          <span class="legend" aria-hidden="true">Kill</span>
          ${this.#button("Kill now", () => this.#session.kill(), { isMain: true })}
          ${
            live
              ? nothing
              : [
                  this.#button("before D1 commits", () => this.#session.killInNextFlush("before")),
                  this.#button("after D1 commits", () => this.#session.killInNextFlush("after")),
                ]
          }
        </div>

        ${live ? nothing : this.#clock()}

        <p class="news" role="status">${keyed(edition, html`<span>${news}</span>`)}</p>
        <p class="trouble" role="alert">${trouble}</p>

        ${live ? this.#liveSides() : this.#sides()}
      </div>
    `;
  }

  #button(
    name: string,
    act: () => Promise<void>,
    { isMain = false, more }: { readonly isMain?: boolean; readonly more?: string } = {},
  ): TemplateResult {
    const { isBusy } = this.#session;
    return html`<button type="button" class=${isMain ? "primary" : ""} aria-disabled=${isBusy} @click=${act}>
      ${name}${more ? html`<span class="hidden"> ${more}</span>` : nothing}
    </button>`;
  }

  #clock(): TemplateResult {
    const { now, dueAt, life } = this.#session.world;
    const due =
      dueAt === undefined ? "no alarm is set" : `alarm in ${Math.max(0, Math.ceil((dueAt - now) / 1_000))} s`;
    return html`
      <div class="row" role="group" aria-label="Step the clock">
        <span class="legend" aria-hidden="true">Clock</span>
        <output class="clock" aria-label="Simulated time"
          >${new Date(now).toISOString().slice(11, 19)}</output
        >
        ${Object.entries(STEPS).map(([name, ms]) => this.#button(name, () => this.#session.step(ms)))}
        ${this.#button("Start again", () => this.#session.restart())}
        <span class="where">Life ${life}, ${due}.</span>
      </div>
    `;
  }

  #sides(): TemplateResult {
    const { acknowledged, loom, memory, segments } = this.#session.world;
    return html`
      <p class="quiet total">
        <span class="acknowledged">${acknowledged}</span> acknowledged; written to D1 one by one, they would
        be ${acknowledged} rows.
      </p>
      <div class="sides">
        ${drawSide({ name: "A buffer in memory", how: "as seed 002 has it", ledger: memory })}
        ${drawSide({ name: "Loom", how: "durable before it is acknowledged", ledger: loom, segments })}
      </div>
    `;
  }

  #liveSides(): TemplateResult {
    const view = this.#session.live;
    if (!view) return html``;
    return html`
      <p class="quiet total">
        <span class="acknowledged">${view.acknowledged}</span> acknowledged by this
        Worker.${
          view.compared < view.acknowledged
            ? ` It shows its newest ${SHOWN}, which are counted below; ${view.compared} of them are compared.`
            : nothing
        }
      </p>
      <div class="sides">
        ${drawSide({ name: "Loom", how: "a Durable Object and D1", ledger: view.loom })}
      </div>
    `;
  }
}

customElements.define("loom-demo", LoomDemo);
