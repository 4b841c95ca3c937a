import type { Trouble } from "../kit/sandbox.ts";
import { Turns } from "../kit/turns.ts";
import type { LivePost, LiveView } from "./live.ts";
import { type Moment, World, type WorldView } from "./world.ts";

interface Outside {
  readonly open: () => Promise<LivePost | Trouble>;
  /** Told of every change. */
  readonly changed: () => void;
}

/** One reader's use of the demo. */
export class Session extends Turns {
  override news = "Nothing sent yet.";
  isLive = false;
  #world = new World();
  #post: LivePost | undefined;
  readonly #open: Outside["open"];

  constructor({ open, changed }: Outside) {
    super(changed);
    this.#open = open;
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
      const wasKilled = await this.#world.step(ms);
      const came = this.world.loom.inD1 - before;
      if (wasKilled) return this.#tellKill("Killed in the flush");
      return came > 0 ? `The alarm has carried ${came} to D1.` : `${ms / 1_000} s later.`;
    });
  }

  async flush(): Promise<void> {
    await this.alone(async () => {
      if (this.#isSent()) return this.#done(await this.#post?.flush(), "The object has flushed to D1.");
      const before = this.world.loom.inD1;
      if (await this.#world.flush()) return this.#tellKill("Killed in the flush");
      const came = this.world.loom.inD1 - before;
      return came > 0 ? `${came} are in D1, in one batch with the watermark.` : "There was nothing to flush.";
    });
  }

  async kill(): Promise<void> {
    await this.alone(async () => {
      if (this.#isSent())
        return this.#done(await this.#post?.kill(), "The real object has crashed, and lives again.");
      this.#world.kill();
      return this.#tellKill("Killed");
    });
  }

  async killInNextFlush(moment: Moment): Promise<void> {
    await this.alone(async () => {
      this.#world.killInNextFlush(moment);
      return moment === "before"
        ? "The next flush will be killed before D1 commits."
        : "The next flush will be killed after D1 has committed, and before the object hears of it.";
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

  #tellKill(how: string): string {
    const { loom, memory } = this.world;
    return `${how}. Lost so far: ${memory.lost} by the buffer in memory, ${loom.lost} by Loom.`;
  }

  #done(trouble: Trouble | undefined, news: string): string | undefined {
    this.trouble = trouble?.why ?? "";
    return trouble ? undefined : news;
  }
}
