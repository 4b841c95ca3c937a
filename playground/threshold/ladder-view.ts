import { html, nothing, type TemplateResult } from "lit";
import { describeLadder, type LadderView, STEPS } from "./ladder.ts";

/** The steps of the ladder with the present one marked, and what it holds against the user. */
export function drawLadder(view: LadderView, now: number, clear: (() => void) | undefined): TemplateResult {
  return html`
    <section class="ladder" aria-label="The user's place on the ladder">
      <p class="head">
        <span class="name">The user's ladder</span>
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
