import { html, nothing, svg, type TemplateResult } from "lit";
import { nameOf } from "./layers.ts";
import { type DemoState, isKnown } from "./model.ts";
import type { Aim } from "./requests.ts";
import { bars, type LayerState, partOf } from "./windows.ts";
import { inWords } from "./words.ts";

const WIDTH = 600;
const HEIGHT = 96;

/** The layers side by side, in the order that a request meets them. */
export function drawLayers(state: DemoState, { level }: Aim): TemplateResult {
  return html`
    <div class="layers">${state.layers.map((layer, i) => drawLayer(layer, i + 1, state))}</div>
    <p class="quiet">
      A refusal takes nothing elsewhere: what was taken before it is given back, what comes after it is not
      asked.${level > 0 ? " Under attack the address's ceiling keeps what it took." : nothing}
    </p>
  `;
}

/** A trailing window, oldest on the left: how full it is, and what it did with the last request. */
function drawLayer(state: LayerState, place: number, demo: DemoState): TemplateResult {
  const { layer, policy } = state;
  const known = isKnown(state, demo);
  const part = known && demo.last ? partOf(state, demo.last) : undefined;
  const name = nameOf(state);
  return html`
    <figure class="layer" data-layer=${layer} data-part=${part ?? nothing}>
      <figcaption>
        <span class="name">${place}. ${name.charAt(0).toUpperCase() + name.slice(1)}</span>
        ${known ? html`<span class="used"><strong>${state.admitted.length}</strong> of ${policy.limit}</span>` : nothing}
      </figcaption>
      <p class="policy">“${policy.name}”: ${policy.limit} in ${inWords(policy.windowMs)}</p>
      ${known ? drawWindow(state, demo) : html`<p class="untold">The Worker tells of it only when it refuses.</p>`}
    </figure>
  `;
}

function drawWindow(state: LayerState, { now, last }: DemoState): TemplateResult {
  const { policy, admitted, taken, refused } = state;
  const part = last && partOf(state, last);
  const { limit, windowMs } = policy;
  const text = `The window of “${policy.name}”: ${admitted.length} of ${limit}`;
  return html`
    ${drawBars(bars(state, now), limit, text)}
    <div class="axis" aria-hidden="true"><span>${inWords(windowMs)} ago</span><span>now</span></div>
    <div class="meter" aria-hidden="true">
      <div style="inline-size: ${Math.min(100, (admitted.length / limit) * 100)}%"></div>
    </div>
    <p class="tally">
      <span>${taken} taken, ${refused} refused</span>
      ${part ? html`<span class="part">last: ${part}</span>` : nothing}
    </p>
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
