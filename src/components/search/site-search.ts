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
    if (!state) return;
    if (!this.#loading) state.textContent = "Loading the search index…";
    this.#loading ??= import("./search-panel.ts").then((panel) => panel.mountSearch(dialog));
    try {
      await this.#loading;
    } catch {
      // A failed load is tried again the next time the dialog opens.
      this.#loading = undefined;
      state.textContent =
        dialog.dataset["dev"] === undefined
          ? "The search index could not be loaded. Close this and try again."
          : "Search works in the built site: run npm start.";
    }
  }
}

function isShortcut(event: KeyboardEvent): boolean {
  if ((event.ctrlKey || event.metaKey) && !event.altKey) return event.key.toLowerCase() === "k";
  return event.key === "/" && !event.altKey && !isTyping(event.target);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"))
  );
}
