import type { ReactiveController, ReactiveControllerHost } from "lit";

interface Ticking {
  readonly everyMs: number;
  readonly tick: () => unknown;
  /** Asked after each change of the host. */
  readonly isWanted: () => boolean;
}

/** Ticks for an element as long as it is wanted and can be seen: not out of view, and not in a tab that is hidden. */
export class Ticker implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #ticking: Ticking;
  #timer: ReturnType<typeof setInterval> | undefined;
  #isInView = false;
  readonly #observer = new IntersectionObserver((entries) => {
    this.#isInView = entries.at(-1)?.isIntersecting ?? false;
    this.#look();
  });

  constructor(host: ReactiveControllerHost & Element, ticking: Ticking) {
    this.#host = host;
    this.#ticking = ticking;
  }

  hostConnected(): void {
    this.#observer.observe(this.#host);
    document.addEventListener("visibilitychange", this.#look);
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
    document.removeEventListener("visibilitychange", this.#look);
    this.#stop();
  }

  hostUpdated(): void {
    this.#look();
  }

  readonly #look = (): void => {
    const { everyMs, tick, isWanted } = this.#ticking;
    const isSeen = this.#host.isConnected && this.#isInView && !document.hidden;
    if (!isSeen || !isWanted()) this.#stop();
    else this.#timer ??= setInterval(tick, everyMs);
  };

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** Whether the reader has asked for as little motion as there can be. */
export function wantsNoMotion(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
