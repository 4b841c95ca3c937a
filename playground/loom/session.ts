import type { Trouble } from "../kit/sandbox.ts";
import { Turns } from "../kit/turns.ts";
import type { LivePost, LiveView } from "./live.ts";
import type { Flight } from "./platform.ts";
import { World, type WorldView } from "./world.ts";

interface Outside {
  readonly open: () => Promise<LivePost | Trouble>;
  /** Told of every change. */
  readonly changed: () => void;
  /** Whether events stream in from the start. */
  readonly isStreaming: boolean;
}

const KILLED: Readonly<Record<Flight["stage"] | "idle", string>> = {
  idle: "Killed",
  asked: "Killed in the flush, before D1 had committed",
  written: "Killed in the flush, after D1 had committed",
  elsewhere: "Killed in the flush, before the object heard from D1",
};

/** One reader's use of the demo. */
export class Session extends Turns {
  override news = "Nothing sent yet.";
  isLive = false;
  isStreaming: boolean;
  #world = new World();
  #post: LivePost | undefined;
  readonly #open: Outside["open"];

  constructor({ open, changed, isStreaming }: Outside) {
    super(changed);
    this.#open = open;
    this.isStreaming = isStreaming;
  }

  get world(): WorldView {
    return this.#world.view();
  }

  get live(): LiveView | undefined {
    return this.isLive ? this.#post?.view() : undefined;
  }

  async goLive(isLive: boolean): Promise<void> {
    await this.alone(async () => {
      if (!isLive) {
        this.isLive = false;
        return "Simulated again, as you left it.";
      }
      this.#post ??= this.unless(await this.#open());
      this.isLive = this.#post !== undefined;
      return this.isLive ? "This sends comments to this Worker." : undefined;
    });
  }

  async toggleStream(): Promise<void> {
    await this.alone(async () => {
      this.isStreaming = !this.isStreaming;
      return this.isStreaming ? "Events stream in." : "The stream is paused, and so is the clock.";
    });
  }

  /** Lets a second of the stream pass. It is no news: who listens would hear of nothing else. */
  async tick(): Promise<void> {
    await this.#world.stream();
    this.tellChange();
  }

  async send(count: number): Promise<void> {
    await this.alone(async () => {
      const sent = this.unless(
        this.#isSent() ? await this.#post?.send(count) : await this.#world.send(count),
      );
      if (sent === undefined) return undefined;
      return count === 1 ? "One is acknowledged." : `All ${sent} are acknowledged, together.`;
    });
  }

  async step(ms: number): Promise<void> {
    await this.alone(async () => {
      const before = this.world.loom.inD1;
      await this.#world.step(ms);
      const { inD1, flight } = this.world.loom;
      const parts = [`${ms / 1_000} s later`];
      if (inD1 > before) parts.push(`D1 has ${inD1 - before} more`);
      if (flight) parts.push("a flush is on its way");
      return `${parts.join(", ")}.`;
    });
  }

  async flush(): Promise<void> {
    await this.alone(async () => {
      if (this.#isSent()) return this.#done(await this.#post?.flush(), "The object has flushed to D1.");
      await this.#world.flush();
      const { flight } = this.world.loom;
      return flight ? `${flight.events} are on their way to D1, in one batch.` : "There is nothing to flush.";
    });
  }

  /** Kills the object, whatever it and the demo are at. */
  async kill(): Promise<void> {
    await this.atOnce(async () => {
      if (this.#isSent())
        return this.#done(await this.#post?.kill(), "The real object has crashed, and lives again.");
      const cut = this.#world.kill();
      const { loom, memory } = this.world;
      const how = KILLED[cut?.stage ?? "idle"];
      return `${how}. Lost so far: ${memory.lost} by the buffer in memory, ${loom.lost} by Loom.`;
    });
  }

  async restart(): Promise<void> {
    await this.alone(async () => {
      this.#world = new World();
      return "Nothing sent yet.";
    });
  }

  #isSent(): boolean {
    return this.isLive && this.#post !== undefined;
  }

  #done(trouble: Trouble | undefined, news: string): string | undefined {
    this.trouble = trouble?.why ?? "";
    return trouble ? undefined : news;
  }
}
