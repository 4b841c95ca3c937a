import { html, type TemplateResult } from "lit";

/** Switches between what the page does by itself and this Worker, and says which of them it is. */
export function drawLiveSwitch(isLive: boolean, where: string, flip: () => unknown): TemplateResult {
  return html`
    <div class="row">
      <button type="button" role="switch" aria-checked=${isLive} @click=${flip}>Live</button>
      <span class="where">${where}</span>
    </div>
  `;
}
