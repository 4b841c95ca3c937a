import { type Hit, type Index, RANKING, rankPages } from "./ranking.ts";
import { renderResults } from "./results.ts";

interface FoundHit extends Hit {
  data(): Promise<FoundPage>;
}

/** The part of Pagefind's interface that is used here; the whole of it is at https://pagefind.app/docs/api/ */
export interface Pagefind extends Index<FoundHit> {
  options(options: { readonly ranking: typeof RANKING }): Promise<void>;
  init(): Promise<void>;
  debouncedSearch(term: string): Promise<{ readonly results: readonly FoundHit[] } | null>;
}

export interface FoundPage {
  readonly url: string;
  readonly meta: { readonly title?: string };
  readonly excerpt: string;
  readonly sub_results: readonly { readonly title: string; readonly url: string; readonly excerpt: string }[];
}

const MOST_PAGES = 8;

/** Loads the index and answers what is typed into the dialog's input. Rejects if the index cannot be loaded. */
export async function mountSearch(dialog: HTMLDialogElement): Promise<void> {
  const input = dialog.querySelector("input");
  const state = dialog.querySelector(".state");
  const list = dialog.querySelector("ol");
  if (!input || !state || !list) throw new Error("Cannot mount the search: its dialog is not whole");

  // Made by the build, after this module: the name is hidden so that nothing tries to bundle it.
  const path = "/pagefind/pagefind.js";
  const pagefind = (await import(/* @vite-ignore */ path)) as Pagefind;
  await pagefind.options({ ranking: RANKING });
  await pagefind.init();
  state.textContent = "";

  const answer = async (): Promise<void> => {
    const term = input.value.trim();
    const found = term === "" ? { results: [] } : await pagefind.debouncedSearch(term);
    // Another letter was typed meanwhile: its answer is on the way.
    if (found === null || input.value.trim() !== term) return;
    const ranked = term === "" ? [] : await rankPages(pagefind, term, found.results);
    const pages = await Promise.all(ranked.slice(0, MOST_PAGES).map((result) => result.data()));
    if (input.value.trim() !== term) return;
    list.replaceChildren(...renderResults(pages));
    state.textContent = term === "" ? "" : countOf(ranked.length, found.results.length, term);
  };
  const search = (): void => {
    answer().catch(() => {
      state.textContent = "The search failed. Type again to retry.";
    });
  };

  input.addEventListener("input", search);
  dialog.addEventListener("keydown", (event) => moveThrough(dialog, event));
  list.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("a")) dialog.close();
  });
  if (input.value !== "") search();
}

function countOf(pages: number, whole: number, term: string): string {
  if (pages === 0) return `Nothing found for “${term}”`;
  if (whole === 0) return "No page has all of these words. The closest:";
  return pages === 1
    ? "1 page"
    : `${pages} pages${pages > MOST_PAGES ? `, the first ${MOST_PAGES} shown` : ""}`;
}

/** Arrow keys walk from the input through the links and back; Enter in the input opens the first link. */
function moveThrough(dialog: HTMLDialogElement, event: KeyboardEvent): void {
  const stops = [...dialog.querySelectorAll<HTMLElement>("input, li a")];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  if (event.key === "Enter" && at === 0) {
    event.preventDefault();
    stops[1]?.click();
    return;
  }
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0 || at === -1) return;
  event.preventDefault();
  stops[Math.min(Math.max(at + step, 0), stops.length - 1)]?.focus();
}
