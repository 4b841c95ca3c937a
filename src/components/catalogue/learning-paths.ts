const KEY = "grove-paths";

/** The learning paths, on which a reader can tick what they have read. It is kept in this browser and told to nobody. */
export class LearningPaths extends HTMLElement {
  connectedCallback(): void {
    const read = load();
    const steps = [...this.querySelectorAll<HTMLElement>("[data-step]")];
    const tell = (): void => {
      const told = this.querySelector(".told");
      if (told)
        told.textContent = `You have read ${count(steps, read)} of ${steps.length}. It is kept in this browser only.`;
    };
    for (const step of steps) step.append(makeBox(step, read, tell));
    tell();
  }
}

function makeBox(step: HTMLElement, read: Set<string>, tell: () => void): HTMLLabelElement {
  const slug = step.dataset["step"] ?? "";
  const box = document.createElement("input");
  box.type = "checkbox";
  box.checked = read.has(slug);
  box.addEventListener("change", () => {
    if (box.checked) read.add(slug);
    else read.delete(slug);
    save(read);
    tell();
  });
  const label = document.createElement("label");
  label.append(box, "I have read ", step.querySelector("a")?.textContent ?? slug);
  return label;
}

function count(steps: readonly HTMLElement[], read: ReadonlySet<string>): number {
  return steps.filter(({ dataset }) => read.has(dataset["step"] ?? "")).length;
}

/** Nothing read yet, if nothing or something else is kept, or the browser keeps nothing. */
function load(): Set<string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return new Set(Array.isArray(kept) ? kept.filter((slug) => typeof slug === "string") : []);
  } catch {
    return new Set();
  }
}

function save(read: ReadonlySet<string>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify([...read]));
  } catch {
    // A browser that keeps nothing still shows the paths.
  }
}
