import { css } from "lit";

/** How Loom's own figures look. */
export const loomStyles = css`
  :host {
    container-type: inline-size;
  }
  p {
    margin: 0;
  }
  .quiet,
  dt {
    color: var(--grove-quiet, var(--sl-color-gray-2));
  }
  button.kill {
    min-inline-size: 3.5rem;
    font-weight: 600;
    border-color: var(--grove-failed, var(--sl-color-red));
  }
  .rows,
  .acknowledged,
  dd {
    font-variant-numeric: tabular-nums;
  }
  .sides {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr));
    gap: 1rem 1.5rem;
  }
  .side {
    display: grid;
    align-content: start;
    gap: 0.5rem;
    padding-block-start: 0.6rem;
    border-block-start: 2px solid var(--grove-passed, var(--sl-color-green));
  }
  .side[data-lost="true"] {
    border-color: var(--grove-failed, var(--sl-color-red));
  }
  .head strong {
    color: var(--sl-color-white);
  }
  dl {
    display: grid;
    grid-template-columns: repeat(4, 1fr);
    gap: 0.5rem;
    margin: 0;
  }
  dt {
    font-size: 0.8125rem;
  }
  dd {
    margin: 0;
    font-size: 1.25rem;
    font-weight: 600;
    color: var(--sl-color-white);
  }
  [data-what="lost"][data-some="true"] dd,
  [data-what="twice"][data-some="true"] dd {
    color: var(--grove-failed, var(--sl-color-red-high));
  }
  .segments {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem;
    margin: 0;
    padding: 0;
    list-style: none;
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
  }
  .segments li {
    min-inline-size: 1.75rem;
    padding: 0.1rem 0.4rem;
    text-align: center;
    color: var(--sl-color-white);
    border: 1px solid var(--sl-color-text-accent);
    border-radius: 0.25rem;
  }
  .segments li[data-state="leaving"] {
    color: var(--sl-color-text-invert);
    background: var(--sl-color-text-accent);
  }
  .segments li[data-state="flushed"],
  .segments li.more {
    color: var(--grove-quiet, var(--sl-color-gray-2));
    border-color: var(--sl-color-gray-5);
    border-style: dashed;
  }
  @container (max-width: 30rem) {
    .news,
    .kills .where {
      min-block-size: 3em;
    }
    .kills .where {
      inline-size: 100%;
    }
  }
`;
