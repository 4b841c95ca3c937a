import { isTrouble, type Trouble } from "./sandbox.ts";

/** One reader's use of a demo: one thing at a time, and what goes wrong is said and loses nothing. */
export class Turns {
  news = "";
  /** Grows with each piece of news, so that the same words can be told anew. */
  edition = 0;
  trouble = "";
  isBusy = false;
  readonly #changed: () => void;

  /** `changed` is told of every change. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  protected tellChange(): void {
    this.#changed();
  }

  /** Does what the reader asks for, unless something is still being done. What it gives is the news. */
  protected async alone(act: () => Promise<string | undefined>): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      await this.atOnce(act);
    } finally {
      this.isBusy = false;
      this.#changed();
    }
  }

  /** Does what cannot wait for anything that is still being done. */
  protected async atOnce(act: () => Promise<string | undefined>): Promise<void> {
    this.trouble = "";
    this.#changed();
    const news = await act();
    if (news !== undefined) {
      this.news = news;
      this.edition += 1;
    }
    this.#changed();
  }

  /** What there is to go on with; trouble is told. */
  protected unless<Found>(found: Found | Trouble): Found | undefined {
    if (!isTrouble(found)) return found;
    this.trouble = found.why;
    return undefined;
  }
}
