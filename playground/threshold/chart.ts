import { html, svg, type TemplateResult } from "lit";
import type { WindowPolicy } from "#implementations/threshold";
import { bars, type DemoState } from "./model.ts";

const WIDTH = 600;
const HEIGHT = 96;

/** The trailing window, oldest on the left, and how much of the limit it holds. */
export function drawWindow(state: DemoState, policy: WindowPolicy): TemplateResult {
  const { limit, windowMs } = policy;
  const heights = bars(state, windowMs);
  const used = state.admitted.length;
  const tallest = Math.max(limit / 4, ...heights);
  const step = WIDTH / heights.length;
  const text = `The window: ${used} of ${limit} requests of the last ${windowMs / 1000} seconds count`;
  return html`
    <figure class="window">
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${text}>
        <line class="floor" x1="0" x2=${WIDTH} y1=${HEIGHT - 0.5} y2=${HEIGHT - 0.5} />
        ${heights.map((count, i) => {
          const height = (count / tallest) * (HEIGHT - 4);
          return svg`<rect x=${i * step + 1} y=${HEIGHT - height} width=${step - 2} height=${height} />`;
        })}
      </svg>
      <figcaption>
        <span>${windowMs / 1000} s ago</span>
        <span class="used"><strong>${used}</strong> of ${limit} in the window</span>
        <span>now</span>
      </figcaption>
      <div class="meter" aria-hidden="true">
        <div style="inline-size: ${Math.min(100, (used / limit) * 100)}%"></div>
      </div>
      <p class="tally">${state.allowed} allowed, ${state.refused} refused since the start</p>
    </figure>
  `;
}
