/**
 * Takes Mermaid's colours, fonts and spare parts from an SVG and gives it a name; the site's stylesheet dresses it for
 * both colour schemes. Runs in a page, which knows nothing but this function: everything it uses is inside it.
 */
export function undress(diagram: { svg: string; name: string; title: string; description: string }): string {
  const WIDEST = 960;
  const PAINT =
    /^(fill|stroke|stroke-width|color|background|background-color|font-.*|line-height|text-align|max-width)$/;
  const SPARE = /^(data-.*|aria-.*|role.*|xmlns:.*|filter)$/;

  const holder = document.createElement("div");
  holder.innerHTML = diagram.svg;
  const svg = holder.querySelector("svg");
  if (!svg) throw new Error("Mermaid made no svg");

  for (const spare of svg.querySelectorAll("style, defs filter, linearGradient, title, desc")) spare.remove();
  for (const shape of [svg, ...svg.querySelectorAll<SVGElement>("*")]) strip(shape);
  removeUnused(svg);
  nameIt(svg);
  size(svg);
  const longNumber = /-?\d+\.\d{2,}/g;
  return svg.outerHTML.replace(longNumber, (number) => String(Math.round(Number(number) * 10) / 10));

  function strip(shape: SVGElement): void {
    // Copies, because both lists shrink under the loop.
    for (const property of Array.from(shape.style)) {
      if (PAINT.test(property)) shape.style.removeProperty(property);
    }
    if (shape.getAttribute("style")?.trim() === "") shape.removeAttribute("style");
    for (const name of shape.getAttributeNames()) {
      const isPaint = PAINT.test(name) && shape.getAttribute(name) !== "none";
      if (isPaint || SPARE.test(name)) shape.removeAttribute(name);
    }
  }

  function removeUnused(root: SVGElement): void {
    const written = root.outerHTML;
    for (const marker of root.querySelectorAll("marker")) {
      if (!written.includes(`url(#${marker.id})`)) marker.remove();
    }
    for (const empty of root.querySelectorAll("g:empty, defs:empty")) empty.remove();
  }

  function nameIt(root: SVGElement): void {
    const desc = label(root, "desc", diagram.description);
    root.setAttribute("aria-labelledby", `${label(root, "title", diagram.title)} ${desc}`);
    root.setAttribute("role", "img");
  }

  function label(root: SVGElement, tag: string, words: string): string {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    element.id = `diagram-${diagram.name}-${tag}`;
    element.textContent = words;
    root.prepend(element);
    return element.id;
  }

  function size(root: SVGSVGElement): void {
    const width = Math.ceil(root.viewBox.baseVal.width);
    if (width > WIDEST)
      throw new Error(`${width} pixels wide, at most ${WIDEST}: draw it from top to bottom`);
    root.setAttribute("width", String(width));
    // Smaller than this its words could not be read: on a phone it scrolls instead.
    root.style.minWidth = `${Math.round(width * 0.8)}px`;
  }
}
