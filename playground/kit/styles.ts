import { css } from "lit";

/** How a demo looks: the site's own tokens, so that both colour schemes follow. */
export const demoStyles = css`
  :host {
    display: block;
    font-size: var(--sl-text-sm, 0.875rem);
    line-height: 1.5;
    color: var(--sl-color-text);
  }
  .demo {
    display: grid;
    gap: 0.85rem;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
  }
  label {
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
  }
  .legend {
    min-inline-size: 3rem;
  }
  .where {
    color: var(--grove-quiet, var(--sl-color-gray-2));
  }
  button,
  select {
    min-block-size: 2.25rem;
    padding: 0.25rem 0.85rem;
    font: inherit;
    color: var(--sl-color-white);
    background: var(--sl-color-bg);
    border: 1px solid var(--sl-color-gray-4);
    border-radius: 0.375rem;
    cursor: pointer;
  }
  button:hover:not([aria-disabled="true"]),
  select:hover {
    border-color: var(--sl-color-text-accent);
  }
  button:focus-visible,
  select:focus-visible,
  pre:focus-visible {
    outline: 2px solid var(--sl-color-text-accent);
    outline-offset: 2px;
  }
  button[aria-disabled="true"] {
    cursor: progress;
  }
  button.primary {
    min-inline-size: 3.5rem;
    font-weight: 600;
  }
  button[role="switch"]::before {
    content: "";
    display: inline-block;
    inline-size: 0.6em;
    block-size: 0.6em;
    margin-inline-end: 0.5em;
    border: 1px solid currentColor;
    border-radius: 50%;
  }
  button[role="switch"][aria-checked="true"]::before {
    background: var(--sl-color-text-accent);
    border-color: var(--sl-color-text-accent);
  }
  .clock,
  .used {
    font-variant-numeric: tabular-nums;
  }
  .clock {
    min-inline-size: 7.5rem;
    font-family: var(--sl-font-mono, var(--__sl-font-mono), monospace);
  }
  svg {
    display: block;
    inline-size: 100%;
    block-size: 4.5rem;
  }
  rect {
    fill: var(--sl-color-text-accent);
  }
  .floor {
    stroke: var(--sl-color-gray-5);
  }
  .meter {
    block-size: 0.375rem;
    overflow: hidden;
    background: var(--sl-color-gray-5);
    border-radius: 1rem;
  }
  .meter div {
    block-size: 100%;
    background: var(--sl-color-text-accent);
  }
  .tally {
    margin: 0.4rem 0 0;
    color: var(--grove-quiet, var(--sl-color-gray-2));
  }
  .news {
    margin: 0;
    min-block-size: 1.5em;
    font-weight: 600;
  }
  .trouble {
    margin: 0;
    font-weight: 600;
    color: var(--grove-failed, var(--sl-color-red-high));
  }
  .trouble:empty {
    display: none;
  }
  .answer {
    margin: 0;
    min-block-size: 11rem;
    padding: 0.75rem 1rem;
    overflow-x: auto;
    font-family: var(--sl-font-mono, var(--__sl-font-mono), monospace);
    font-size: 0.8125rem;
    background: var(--sl-color-bg-inline-code);
    border-inline-start: 3px solid var(--sl-color-gray-4);
  }
  .answer[data-kind="allowed"] {
    border-color: var(--grove-passed, var(--sl-color-green));
  }
  .answer[data-kind="refused"],
  .answer[data-kind="barred"] {
    border-color: var(--grove-failed, var(--sl-color-red));
  }
  .hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
