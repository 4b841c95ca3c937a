/** How far below the header a heading may be when its section is the one that is read. What links lead to stops above. */
const READ_AT_PX = 85;
/** Longer than any page, upwards. */
const ABOVE_PX = 1_000_000;

/**
 * A table of contents that marks the section being read. Stands in for Starlight's script of this name (decision 024), which
 * asks `:has()` of every element of a page, once for each of its two tables.
 */
export class StarlightTOC extends HTMLElement {
  #current: HTMLAnchorElement | undefined;
  #observer: IntersectionObserver | undefined;

  /** Starlight's narrow table of contents has a setter of its own around this one. */
  set current(link: HTMLAnchorElement) {
    this.#current?.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    this.#current = link;
  }

  connectedCallback(): void {
    const idle = window.requestIdleCallback ?? ((act: () => void) => setTimeout(act));
    idle(() => this.#watch());
    window.addEventListener("resize", () => this.#watch());
  }

  /** A heading is in sight of the observer as long as it is above the line that is read at. */
  #watch(): void {
    this.#observer?.disconnect();
    const links = new Map([...this.querySelectorAll("a")].map((link) => [headingOf(link), link] as const));
    const passed = new Set<Element>();
    const mark = (entries: readonly IntersectionObserverEntry[]): void => {
      for (const { isIntersecting, target } of entries) {
        if (isIntersecting) passed.add(target);
        else passed.delete(target);
      }
      const headings = [...links.keys()];
      const link = links.get(headings.findLast((heading) => heading && passed.has(heading)) ?? headings[0]);
      if (link && link !== this.#current) this.current = link;
    };
    const header = heightOf(document.querySelector("header")) + heightOf(this.querySelector("summary"));
    const below = Math.round(header + READ_AT_PX - document.documentElement.clientHeight);
    this.#observer = new IntersectionObserver(mark, { rootMargin: `${ABOVE_PX}px 0px ${below}px` });
    for (const heading of links.keys()) if (heading) this.#observer.observe(heading);
  }
}

function headingOf(link: HTMLAnchorElement): HTMLElement | undefined {
  return document.getElementById(decodeURIComponent(link.hash.slice(1))) ?? undefined;
}

function heightOf(element: Element | null): number {
  return element?.getBoundingClientRect().height ?? 0;
}

customElements.define("starlight-toc", StarlightTOC);
