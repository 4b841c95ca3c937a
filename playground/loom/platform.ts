import type { Sink } from "#implementations/loom";
import type { SteppedClock } from "./clock.ts";

/** Rows that Cloudflare bills: those of D1, those of the object's own storage, and one for each setting of its alarm. */
export interface Bill {
  readonly d1: number;
  readonly object: number;
  readonly alarms: number;
}

/** What D1 makes of a batch: it is written, or refused because some of it has been written before. */
type Written = Awaited<ReturnType<Sink["write"]>>;

/** A batch on its way to D1, or what D1 has made of it without the object having heard so. */
export interface Flight {
  readonly events: number;
  readonly stage: "asked" | Written["kind"];
}

/** D1 is slow here, so that there is time to kill the object on either side of its commit. */
export const COMMITS_AFTER_MS = 5_000;
export const ANSWERS_AFTER_MS = 5_000;

const NEVER = new AbortController().signal;

/** What one object has of Cloudflare: lives, one after another, one alarm that outlasts them, and a way to D1. */
export class Platform {
  lives = 0;
  bill: Bill = { d1: 0, object: 0, alarms: 0 };
  readonly clock: SteppedClock;
  readonly #wake: () => void;
  #life = {};
  #alarm = {};
  #flight: Flight | undefined;

  /** `wake` is called when the alarm goes off. */
  constructor(clock: SteppedClock, wake: () => void) {
    this.clock = clock;
    this.#wake = wake;
  }

  get flight(): Flight | undefined {
    return this.#flight;
  }

  /** Begins a life. Whatever the one before was waiting for, it never hears of. */
  begin(): { readonly wait: ReturnType<SteppedClock["waitOf"]> } {
    this.clock.stop(this.#life);
    this.#life = {};
    this.#flight = undefined;
    this.lives += 1;
    return { wait: this.clock.waitOf(this.#life) };
  }

  /** Takes the alarm from whatever it was set for. */
  setAlarm(at: number): void {
    this.charge({ alarms: 1 });
    this.clock.stop(this.#alarm);
    this.#alarm = {};
    const due = this.clock.waitOf(this.#alarm)(Math.max(0, at - this.clock.now), NEVER);
    void due.then(() => this.#wake());
  }

  /** Asks D1 to commit so many events. A life that ends meanwhile hears nothing, whether D1 has committed or not. */
  async askD1(events: number, commit: () => Promise<Written>): Promise<Written> {
    const wait = this.clock.waitOf(this.#life);
    this.#flight = { events, stage: "asked" };
    await wait(COMMITS_AFTER_MS, NEVER);
    const answer = await commit();
    this.#flight = { events, stage: answer.kind };
    await wait(ANSWERS_AFTER_MS, NEVER);
    this.#flight = undefined;
    return answer;
  }

  charge(rows: Partial<Bill>): void {
    const { d1 = 0, object = 0, alarms = 0 } = rows;
    const { bill } = this;
    this.bill = { d1: bill.d1 + d1, object: bill.object + object, alarms: bill.alarms + alarms };
  }
}
