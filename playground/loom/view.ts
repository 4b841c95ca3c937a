import { html, LitElement, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { drawLiveSwitch, drawSwitch } from "../kit/live-switch.ts";
import { demoStyles } from "../kit/styles.ts";
import { Ticker, wantsNoMotion } from "../kit/ticker.ts";
import { openPost, SHOWN } from "./live.ts";
import type { LoomView } from "./loom-object.ts";
import { Session } from "./session.ts";
import { drawBill, drawSide } from "./sides.ts";
import { loomStyles } from "./styles.ts";

const COUNTS = [1, 10, 100];
/** A reader may write thirty comments in five minutes. */
const LIVE_COUNTS = [1, 5];
const STEPS: Readonly<Record<string, number>> = { "+1 s": 1_000, "+5 s": 5_000, "+30 s": 30_000 };
/** The stream's clock goes four times as fast as the reader's. */
const TICK_MS = 250;

class LoomDemo extends LitElement {
  static override styles = [demoStyles, loomStyles];
  readonly #session = new Session({
    open: openPost,
    changed: () => this.requestUpdate(),
    isStreaming: !wantsNoMotion(),
  });

  constructor() {
    super();
    this.addController(
      new Ticker(this, {
        everyMs: TICK_MS,
        tick: async () => await this.#session.tick(),
        isWanted: () => this.#session.isStreaming && !this.#session.isLive,
      }),
    );
  }

  // A disabled control would lose the focus of the reader who has just pressed it, so none is: each only says that it waits.
  override render(): TemplateResult {
    const { news, edition, trouble, isBusy, isLive, live } = this.#session;
    const where = live
      ? `Comments on a post of ${live.name}, sent by hand: a reader may write thirty in five minutes.`
      : "Simulated in this page by the shipped code.";
    return html`
      <div class="demo" aria-busy=${isBusy}>
        ${drawLiveSwitch(isLive, where, () => this.#session.goLive(!isLive))}

        <div class="row" role="group" aria-label="Send events">
          ${live ? nothing : drawSwitch("Stream", this.#session.isStreaming, () => this.#session.toggleStream())}
          <span class="legend" aria-hidden="true">Send</span>
          ${(live ? LIVE_COUNTS : COUNTS).map((count) => this.#button(`${count}`, () => this.#session.send(count), { isMain: true, more: count === 1 ? "event" : "events at once" }))}
          ${this.#button("Flush now", () => this.#session.flush())}
        </div>

        <div class="row kills" role="group" aria-label="Kill the object">
          <button type="button" class="kill" @click=${() => this.#session.kill()}>Kill</button>
          <span class="where"
            >${live ? "at any time, in a flush too." : whatKillHits(this.#session.world.loom)}</span
          >
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
    const { now, loom } = this.#session.world;
    return html`
      <div class="row" role="group" aria-label="Step the clock">
        <span class="legend" aria-hidden="true">Clock</span>
        <output class="clock" aria-label="Simulated time" aria-live="off"
          >${new Date(now).toISOString().slice(11, 19)}</output
        >
        ${Object.entries(STEPS).map(([name, ms]) => this.#button(name, () => this.#session.step(ms)))}
        ${this.#button("Start again", () => this.#session.restart())}
        <span class="where">Life ${loom.life}.</span>
      </div>
    `;
  }

  #sides(): TemplateResult {
    const { acknowledged, loom, memory } = this.#session.world;
    return html`
      <p class="quiet total">
        <span class="acknowledged">${acknowledged}</span> acknowledged; written to D1 one by one, they would
        be ${acknowledged} rows.
      </p>
      <div class="sides">
        ${drawSide({
          name: "A buffer in memory",
          how: "as seed 002 has it",
          ledger: memory,
          cost: drawBill(memory.bill, memory.inD1),
        })}
        ${drawSide({
          name: "Loom",
          how: "durable before it is acknowledged",
          ledger: loom,
          cost: drawBill(loom.bill, loom.inD1),
          segments: loom.segments,
        })}
      </div>
    `;
  }

  #liveSides(): TemplateResult {
    const view = this.#session.live;
    if (!view) return html``;
    const { acknowledged, compared, loom, rows, lives } = view;
    const told = lives === 1 ? "in this life, which has made its tables" : `in ${lives} lives`;
    const less = lives === 1 ? "" : ", less what a life has written after it was last asked";
    return html`
      <p class="quiet total">
        <span class="acknowledged">${acknowledged}</span> acknowledged by this
        Worker.${
          compared < acknowledged
            ? ` It shows its newest ${SHOWN}, which are counted below; ${compared} of them are compared.`
            : nothing
        }
      </p>
      <div class="sides">
        ${drawSide({
          name: "Loom",
          how: "a Durable Object and D1",
          ledger: loom,
          cost: html`Rows billed for Loom: <span class="rows">${rows}</span>, counted by the object ${told},
            from what its storage and D1 say they have written, and its alarms${less}.`,
        })}
      </div>
    `;
  }
}

/** What the object is at, in words. */
function whatKillHits({ flight, dueAt }: LoomView): string {
  if (flight === undefined) return dueAt === undefined ? "Nothing waits." : "at any time.";
  const { events, stage } = flight;
  if (stage === "asked") return `${events} are on their way to D1, which has not committed.`;
  if (stage === "written") return `D1 has committed ${events}, and the object has not heard.`;
  return "D1 has some of them already and refuses the batch, and the object has not heard.";
}

customElements.define("loom-demo", LoomDemo);
