import { html, type TemplateResult } from "lit";
import type { AttackLevel } from "#implementations/threshold";
import { choice } from "./choice-view.ts";
import { type Aim, type Kind, KINDS, listSenders, SENDERS } from "./requests.ts";

const LEVELS = [
  ["0", "0, peace"],
  ["1", "1"],
  ["2", "2"],
  ["3", "3"],
  ["4", "4, flood"],
] as const;

/** What is sent, by whom, and how hard every address is held meanwhile, which nobody here sets for a Worker. */
export function drawAim(
  { kind, sender, level }: Aim,
  isLive: boolean,
  take: (change: Partial<Aim>) => void,
): TemplateResult {
  return html`
    <div class="row" role="group" aria-label="What to send">
      ${choice({
        label: "Request",
        options: (["read", "note"] as const).map((each) => [each, KINDS[each].label]),
        chosen: kind,
        choose: (chosen: Kind) => take({ kind: chosen }),
      })}
      ${choice({
        label: "From",
        options: listSenders(kind, isLive).map((each) => [each, SENDERS[each]]),
        chosen: sender,
        choose: (chosen) => take({ sender: chosen }),
      })}
      ${
        isLive
          ? html`<span class="quiet">The Worker does not tell its attack level.</span>`
          : choice({
              label: "Attack level",
              options: LEVELS,
              chosen: `${level}`,
              choose: (chosen) => take({ level: Number(chosen) as AttackLevel }),
            })
      }
    </div>
  `;
}
