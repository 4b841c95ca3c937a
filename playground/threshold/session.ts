import type { Tier } from "#implementations/threshold";
import type { LadderView } from "./ladder.ts";
import type { LiveSource, Opened } from "./live.ts";
import { layersMet } from "./layers.ts";
import { announce, begin, type DemoState, passTime, receive, resume, turnTo } from "./model.ts";
import { type Aim, aimAt, type Place, type Sender } from "./requests.ts";
import { simulate, type SimulatedSource } from "./simulated.ts";

/** Where simulated time starts: a second before a minute turns, where fixed windows go wrong. */
const START = Date.UTC(2026, 0, 1, 11, 59, 59);

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
  /** What was last asked to be sent, by whom. */
  #aim: Aim = { kind: "read", sender: "user", level: 0 };
  /** What went wrong with the latest thing that was asked for, in a sentence. */
  trouble = "";
  isBusy = false;
  #here: Stay = simulated("seedling");
  /** A Worker gives few sandboxes to one address, so those that are alive are used again. */
  readonly #sandboxes = new Map<Tier, Stay & { readonly source: LiveSource }>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
    this.#look();
  }

  get state(): DemoState {
    return this.#here.state;
  }

  /** What is sent next, as far as it can be sent here. */
  get aim(): Aim {
    return aimAt(this.#here.place, this.#aim);
  }

  /** Where the sender stands with the ladder; the user, where nobody has signed in. */
  get ladder(): LadderView {
    return this.#here.source.ladderAt(this.#climber, this.state.now);
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

  /** Has something else sent, or by somebody else, from now on. */
  take(change: Partial<Aim>): void {
    this.#aim = { ...this.#aim, ...change };
    this.#look();
    this.#begin();
  }

  async send(count: number): Promise<void> {
    await this.#alone(async () => {
      this.#begin();
      const here = this.#here;
      const batch = { count, ...this.aim };
      const { answers, trouble = "", isOver = false } = await here.source.send(batch, here.state.now);
      this.tick();
      const met = layersMet(here.place.tier, batch);
      here.state = receive(turnTo(here.state, met), answers);
      this.#look();
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
    const was = source.clear(this.#climber, state.now)
      ? "The ladder is cleared."
      : "There is nothing to clear.";
    this.#here.state = announce(state, was);
    this.#world.changed();
  }

  /** Forgets what was simulated. */
  restart(): void {
    this.#begin();
    this.#here = simulated(this.#here.place.tier);
    this.#look();
    this.#world.changed();
  }

  /** Lets a sandbox's time catch up with the clock. */
  tick(): void {
    if (this.sandbox) this.#pass(this.#world.now() - this.state.now);
  }

  get #climber(): Exclude<Sender, "nobody"> {
    return this.aim.sender === "other" ? "other" : "user";
  }

  #look(): void {
    this.#here.state = this.#inView(this.#here);
  }

  /** The state of a place with the layers in view that would be met there next. */
  #inView({ place, state }: Stay): DemoState {
    return turnTo(state, layersMet(place.tier, aimAt(place, this.#aim)));
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
        this.#look();
        this.trouble = "";
      }
    }
  }

  /** The living sandbox of that tier, a new one, or a sentence on why there is none. */
  async #findSandbox(place: Place): Promise<Stay | string> {
    const now = this.#world.now();
    const kept = this.#sandboxes.get(place.tier);
    if (kept && kept.source.expiresAt > now) {
      kept.state = resume(this.#inView(kept), now - kept.state.now);
      return kept;
    }
    const opened = await this.#world.open(place.tier);
    if (opened.kind === "refused") return opened.why;
    const { source } = opened;
    const stay = { place, source, state: begin(place.tier, source, this.#world.now()) };
    this.#sandboxes.set(place.tier, stay);
    return stay;
  }
}

function simulated(tier: Tier): Stay {
  const place = { tier, isLive: false };
  const source = simulate(tier);
  return { place, source, state: begin(tier, source, START) };
}
