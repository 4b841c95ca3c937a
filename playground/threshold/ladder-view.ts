import { html, nothing, type TemplateResult } from "lit";
import { describeLadder, type LadderView, STEPS } from "./ladder.ts";

interface Drawn {
  readonly view: LadderView;
  /** Whose ladder it is, such as "user". */
  readonly whose: string;
  readonly now: number;
  /** Lifts what is held against them, where that can be done. */
  readonly clear: (() => void) | undefined;
}

/** The steps of the ladder with the present one marked, and what it holds against the user. */
export function drawLadder({ view, whose, now, clear }: Drawn): TemplateResult {
  return html`
    <section class="ladder" aria-label="The ${whose}'s place on the ladder">
      <p class="head">
        <span class="name">The ${whose}'s ladder</span>
        ${clear ? html`<button type="button" @click=${clear}>Clear</button>` : nothing}
      </p>
      <ol>
        ${STEPS.map(
          ({ level, answers }) => html`
            <li aria-current=${level === view.level ? "step" : nothing} data-level=${level}>
              <span class="level">${level}</span><span class="quiet">${answers}</span>
            </li>
          `,
        )}
      </ol>
      <p class="quiet">${describeLadder(view, now)}</p>
    </section>
  `;
}
