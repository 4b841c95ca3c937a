import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";

interface Choice<Value extends string> {
  readonly label: string;
  /** Each with the words for it. */
  readonly options: readonly (readonly [value: Value, words: string])[];
  readonly chosen: Value;
  readonly choose: (value: Value) => unknown;
}

/** A list of which one is chosen. */
export function choice<Value extends string>({
  label,
  options,
  chosen,
  choose,
}: Choice<Value>): TemplateResult {
  return html`
    <label>
      ${label}
      <select
        .value=${live(chosen)}
        @change=${(event: Event) => choose((event.target as HTMLSelectElement).value as Value)}
      >
        ${options.map(([value, words]) => html`<option value=${value} ?selected=${value === chosen}>${words}</option>`)}
      </select>
    </label>
  `;
}
