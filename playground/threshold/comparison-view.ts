import { html, type TemplateResult } from "lit";
import type { Comparison } from "./compare.ts";

/** The most that any minute let through, by Threshold and by fixed windows. */
export function drawComparison({ threshold, fixed }: Comparison): TemplateResult {
  const more = fixed.most - threshold.most;
  const scale = Math.max(1, threshold.most, fixed.most);
  const row = (name: string, most: number): TemplateResult => html`
    <p data-of=${name}>
      <span>${name}</span>
      <span class="bar" aria-hidden="true"><span style="inline-size: ${(most / scale) * 100}%"></span></span>
      <strong>${most}</strong>
    </p>
  `;
  return html`
    <section class="comparison" aria-label="The most that any 60 seconds let through">
      <p class="name">The most that any 60 s let through</p>
      ${row("Threshold", threshold.most)} ${row("Fixed windows", fixed.most)}
      <p class="quiet">
        ${
          more > 0
            ? `Fixed windows of the same limits, which start anew at full minutes and hours, let ${more} more through.`
            : "Fixed windows start anew at full minutes and hours: send, step over one, and send again."
        }
      </p>
    </section>
  `;
}
