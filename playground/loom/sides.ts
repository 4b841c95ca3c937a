import { html, nothing, type TemplateResult } from "lit";
import type { Ledger } from "./ledger.ts";
import type { SegmentView } from "./loom-object.ts";
import type { Bill } from "./platform.ts";
import { rowsOf } from "./world.ts";

interface Side {
  readonly name: string;
  readonly how: string;
  readonly ledger: Ledger;
  /** What it is billed. */
  readonly cost: TemplateResult;
  readonly segments?: readonly SegmentView[];
}

/** What one side has done with all that it has acknowledged. */
export function drawSide({ name, how, ledger, cost, segments }: Side): TemplateResult {
  const { pending, inD1, lost, twice } = ledger;
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
      <p class="quiet">${cost}</p>
      ${segments ? drawSegments(segments) : nothing}
    </section>
  `;
}

/** The rows of a bill, and what they are for. */
export function drawBill(bill: Bill, inD1: number): TemplateResult {
  const { d1, object, alarms } = bill;
  const rows = rowsOf(bill);
  const parts = [`${d1} in D1`, ...(object > 0 ? [`${object} in the object`] : []), `${alarms} for alarms`];
  const each = inD1 > 0 ? `; ${(rows / inD1).toFixed(2)} for each event in D1` : "";
  return html`Rows billed: <span class="rows">${rows}</span> (${parts.join(", ")})${each}.`;
}

const MOST_SHOWN = 40;

/** The rows of the object's storage: each holds the events of one commit, until its slot is written over. */
function drawSegments(segments: readonly SegmentView[]): TemplateResult {
  const inOrder = segments.toSorted((a, b) => a.slot - b.slot);
  const more = inOrder.length - MOST_SHOWN;
  return html`
    <p class="quiet">
      Each box is a segment, a row of the object's storage: outlined while it waits, filled while it leaves,
      dashed when it may be written over.
    </p>
    <ul class="segments" aria-label="Segments in the object's storage">
      ${inOrder
        .slice(0, MOST_SHOWN)
        .map(
          ({ events, state }) =>
            html`<li data-state=${state}>
              ${events}<span class="hidden"> ${events === 1 ? "event" : "events"}, ${state}</span>
            </li>`,
        )}
      ${more > 0 ? html`<li class="more">and ${more} more</li>` : nothing}
    </ul>
  `;
}
