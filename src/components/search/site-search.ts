/** The search button and its dialog. What searches is loaded when the dialog first opens. */
export class SiteSearch extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector("button");
    const dialog = this.querySelector("dialog");
    if (!button || !dialog) return;

    const open = (): void => {
      if (dialog.open) return;
      dialog.showModal();
      void this.#load(dialog);
    };
    button.disabled = false;
    button.setAttribute("aria-keyshortcuts", isApple() ? "Meta+K" : "Control+K");
    const hint = button.querySelector("kbd");
    if (hint) hint.textContent = isApple() ? "⌘K" : "Ctrl K";
    button.addEventListener("click", open);
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    window.addEventListener("keydown", (event) => {
      if (isShortcut(event)) {
        event.preventDefault();
        if (dialog.open) dialog.close();
        else open();
      }
    });
  }

  #loading: Promise<void> | undefined;

  async #load(dialog: HTMLDialogElement): Promise<void> {
    const state = dialog.querySelector(".state");
    if (!state || this.#loading) return;
    state.textContent = "Loading the search index…";
    this.#loading = import("./search-panel.ts").then((panel) => panel.mountSearch(dialog));
    try {
      await this.#loading;
    } catch (error) {
      // A module that has failed once stays failed for as long as the page is open.
      const isDev = dialog.dataset["dev"] !== undefined;
      if (!isDev) console.error(error);
      state.textContent = isDev
        ? "Search works in the built site: run npm start."
        : "The search could not be loaded. Check the connection, then reload the page.";
    }
  }
}

/** One key alone would be pressed by accident, and by speech (WCAG 2.1.4). On a Mac, Ctrl-K is a key of text fields. */
function isShortcut(event: KeyboardEvent): boolean {
  const { ctrlKey, metaKey, altKey, shiftKey } = event;
  const modified = isApple() ? metaKey && !ctrlKey : ctrlKey && !metaKey;
  return modified && !altKey && !shiftKey && event.key.toLowerCase() === "k";
}

function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}
