import { html, nothing, svg, type TemplateResult } from "lit";
import type { Answer } from "./answer.ts";
import { WHOSE } from "./layers.ts";
import type { DemoState } from "./model.ts";
import { bars, type LayerState, partOf } from "./windows.ts";

const WIDTH = 600;
const HEIGHT = 96;

/** The layers side by side, in the order that a request meets them. */
export function drawLayers({ layers, now, last }: DemoState): TemplateResult {
  return html`<div class="layers">${layers.map((layer) => drawLayer(layer, now, last))}</div>`;
}

/** A trailing window, oldest on the left: how full it is, and what it did with the last request. */
function drawLayer(state: LayerState, now: number, last: Answer | undefined): TemplateResult {
  const { layer, policy, admitted, taken, refused } = state;
  const { limit, windowMs } = policy;
  const used = admitted.length;
  const part = last && partOf(layer, last);
  return html`
    <figure class="layer" data-layer=${layer} data-part=${part ?? nothing}>
      <figcaption>
        <span class="name">The ${WHOSE[layer]}'s limit</span>
        <span class="used"><strong>${used}</strong> of ${limit}</span>
      </figcaption>
      ${drawBars(bars(state, now), limit, `The window of the ${WHOSE[layer]}: ${used} of ${limit}`)}
      <div class="axis" aria-hidden="true"><span>${windowMs / 1000} s ago</span><span>now</span></div>
      <div class="meter" aria-hidden="true">
        <div style="inline-size: ${Math.min(100, (used / limit) * 100)}%"></div>
      </div>
      <p class="tally">
        <span>${taken} taken, ${refused} refused</span>
        ${part ? html`<span class="part">last: ${part}</span>` : nothing}
      </p>
    </figure>
  `;
}

function drawBars(heights: readonly number[], limit: number, text: string): TemplateResult {
  const tallest = Math.max(limit / 4, ...heights);
  const step = WIDTH / heights.length;
  return html`
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${text}>
      <line class="floor" x1="0" x2=${WIDTH} y1=${HEIGHT - 0.5} y2=${HEIGHT - 0.5} />
      ${heights.map((count, i) => {
        const height = (count / tallest) * (HEIGHT - 4);
        return svg`<rect x=${i * step + 1} y=${HEIGHT - height} width=${step - 2} height=${height} />`;
      })}
    </svg>
  `;
}
