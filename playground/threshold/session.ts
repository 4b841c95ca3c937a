import type { Tier } from "#implementations/threshold";
import type { LadderView } from "./ladder.ts";
import type { LiveSource, Opened } from "./live.ts";
import { announce, begin, type DemoState, passTime, receive, resume } from "./model.ts";
import { simulate, type SimulatedSource } from "./simulated.ts";

/** Where simulated time starts: a second before a minute turns, where fixed windows go wrong. */
const START = Date.UTC(2026, 0, 1, 11, 59, 59);

/** Where the reader wants requests to go. */
export interface Place {
  readonly tier: Tier;
  readonly isLive: boolean;
}

/** A place that the demo is at, with what was sent there; going back to it finds it as it was left. */
interface Stay {
  readonly place: Place;
  readonly source: SimulatedSource | LiveSource;
  state: DemoState;
}

interface World {
  now(): number;
  open(tier: Tier): Promise<Opened>;
  /** Told of every change. */
  changed(): void;
}

/** One reader's use of the demo: one thing at a time, and what goes wrong is said and loses nothing. */
export class Session {
  /** What was asked for last; it is where the demo is, or goes to next. */
  wanted: Place = { tier: "seedling", isLive: false };
  /** Whether what is sent next carries the user's session. */
  isSignedIn = true;
  /** What went wrong with the latest thing that was asked for, in a sentence. */
  trouble = "";
  isBusy = false;
  #here: Stay = simulated("seedling");
  /** A Worker gives few sandboxes to one address, so those that are alive are used again. */
  readonly #sandboxes = new Map<Tier, Stay & { readonly source: LiveSource }>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  get state(): DemoState {
    return this.#here.state;
  }

  get ladder(): LadderView {
    return this.#here.source.ladderAt(this.state.now);
  }

  /** The sandbox that requests go to, unless they are simulated. */
  get sandbox(): LiveSource | undefined {
    return "expiresAt" in this.#here.source ? this.#here.source : undefined;
  }

  /** Goes to another place, once what is under way has ended. Of several asked for meanwhile the last counts. */
  async go(change: Partial<Place>): Promise<void> {
    this.wanted = { ...this.wanted, ...change };
    this.#begin();
    await this.#alone(() => this.#arrive());
  }

  /** Signs the user in or out, for what is sent from now on. */
  sign({ isSignedIn }: { readonly isSignedIn: boolean }): void {
    this.isSignedIn = isSignedIn;
    this.#begin();
  }

  async send(count: number): Promise<void> {
    await this.#alone(async () => {
      this.#begin();
      const here = this.#here;
      const batch = { count, isSignedIn: this.isSignedIn };
      const { answers, trouble = "", isOver = false } = await here.source.send(batch, here.state.now);
      this.tick();
      here.state = receive(here.state, answers);
      this.trouble = trouble;
      if (isOver) this.#sandboxes.delete(here.place.tier);
      await this.#arrive();
    });
  }

  /** Steps simulated time on. */
  step(ms: number): void {
    this.#begin();
    this.#pass(ms);
  }

  /** Lifts all that is held against the simulated user. */
  clear(): void {
    const { source, state } = this.#here;
    if (!("clear" in source)) return;
    this.#begin();
    const was = source.clear(state.now) ? "The ladder is cleared." : "There is nothing to clear.";
    this.#here.state = announce(state, was);
    this.#world.changed();
  }

  /** Forgets what was simulated. */
  restart(): void {
    this.#begin();
    this.#here = simulated(this.#here.place.tier);
    this.#world.changed();
  }

  /** Lets a sandbox's time catch up with the clock. */
  tick(): void {
    if (this.sandbox) this.#pass(this.#world.now() - this.state.now);
  }

  #pass(ms: number): void {
    this.#here.state = passTime(this.state, ms);
    this.#world.changed();
  }

  #begin(): void {
    this.trouble = "";
    this.#world.changed();
  }

  async #alone(act: () => Promise<void>): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      await act();
    } finally {
      this.isBusy = false;
      this.#world.changed();
    }
  }

  async #arrive(): Promise<void> {
    while (this.wanted.tier !== this.#here.place.tier || this.wanted.isLive !== this.#here.place.isLive) {
      const place = this.wanted;
      const stay = place.isLive ? await this.#findSandbox(place) : simulated(place.tier);
      if (this.wanted !== place) continue;
      if (typeof stay === "string") {
        this.trouble = stay;
        this.wanted = this.#here.place;
      } else {
        this.#here = stay;
        this.trouble = "";
      }
    }
  }

  /** The living sandbox of that tier, a new one, or a sentence on why there is none. */
  async #findSandbox(place: Place): Promise<Stay | string> {
    const now = this.#world.now();
    const kept = this.#sandboxes.get(place.tier);
    if (kept && kept.source.expiresAt > now) {
      kept.state = resume(kept.state, now - kept.state.now);
      return kept;
    }
    const opened = await this.#world.open(place.tier);
    if (opened.kind === "refused") return opened.why;
    const { source } = opened;
    const stay = { place, source, state: begin(place.tier, source.policies, this.#world.now()) };
    this.#sandboxes.set(place.tier, stay);
    return stay;
  }
}

function simulated(tier: Tier): Stay {
  const place = { tier, isLive: false };
  const source = simulate(tier);
  return { place, source, state: begin(tier, source.policies, START) };
}
