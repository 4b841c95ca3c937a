/** The code that a block shows, line by line. */
function shownCode(block: Element): string {
  const lines = [...block.querySelectorAll(".ec-line .code")];
  return lines.map((line) => line.textContent.replace(/\n$/, "")).join("\n");
}

// Before the button's own listener, which copies its `data-code`: the build leaves that out where the block shows it.
document.addEventListener(
  "click",
  ({ target }) => {
    const button =
      target instanceof Element ? target.closest<HTMLElement>(".expressive-code .copy button") : null;
    const block = button?.closest("figure");
    if (button && block && button.dataset["code"] === undefined) button.dataset["code"] = shownCode(block);
  },
  { capture: true },
);
