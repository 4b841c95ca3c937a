import { html, type TemplateResult } from "lit";

/** Switches between what the page does by itself and this Worker, and says which of them it is. */
export function drawLiveSwitch(isLive: boolean, where: string, flip: () => unknown): TemplateResult {
  return html`
    <div class="row">
      ${drawSwitch("Live", isLive, flip)}
      <span class="where">${where}</span>
    </div>
  `;
}

/** A button that is on or off. */
export function drawSwitch(name: string, isOn: boolean, flip: () => unknown): TemplateResult {
  return html`<button type="button" role="switch" aria-checked=${isOn} @click=${flip}>${name}</button>`;
}
