import { html, nothing, type TemplateResult } from "lit";
import type { Ledger } from "./ledger.ts";
import type { SegmentView } from "./world.ts";

interface Side {
  readonly name: string;
  readonly how: string;
  readonly ledger: Ledger & { readonly rows?: number };
  readonly segments?: readonly SegmentView[];
}

/** What one side has done with all that it has acknowledged. */
export function drawSide({ name, how, ledger, segments }: Side): TemplateResult {
  const { pending, inD1, lost, twice, rows } = ledger;
  const cells = [
    ["waiting", pending],
    ["in D1", inD1],
    ["lost", lost],
    ["twice", twice],
  ] as const;
  return html`
    <section class="side" aria-label=${name} data-lost=${lost > 0}>
      <p class="head"><strong>${name}</strong> <span class="quiet">${how}</span></p>
      <dl>
        ${cells.map(
          ([what, count]) =>
            html`<div data-what=${what} data-some=${count > 0}>
              <dt>${what}</dt>
              <dd>${count}</dd>
            </div>`,
        )}
      </dl>
      ${rows === undefined ? nothing : html`<p class="quiet">Rows billed: <span class="rows">${rows}</span></p>`}
      ${segments ? drawSegments(segments) : nothing}
    </section>
  `;
}

const MOST_SHOWN = 24;

/** The rows of the object's storage: each holds the events of one commit, until its slot is written over. */
function drawSegments(segments: readonly SegmentView[]): TemplateResult {
  const inOrder = segments.toSorted((a, b) => a.slot - b.slot);
  const more = inOrder.length - MOST_SHOWN;
  return html`
    <ul class="segments" aria-label="Segments in the object's storage">
      ${inOrder
        .slice(0, MOST_SHOWN)
        .map(
          ({ events, isFlushed }) =>
            html`<li data-flushed=${isFlushed}>
              ${events}<span class="hidden">
                ${events === 1 ? "event" : "events"}, ${isFlushed ? "flushed" : "waiting"}</span
              >
            </li>`,
        )}
      ${more > 0 ? html`<li class="more">and ${more} more</li>` : nothing}
    </ul>
  `;
}
