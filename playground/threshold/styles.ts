import { css } from "lit";

/** How Threshold's own figures look. */
export const thresholdStyles = css`
  :host {
    container-type: inline-size;
  }
  /* A Worker may take seconds for two hundred: what is shown meanwhile is from before. */
  .news,
  .layers {
    transition: opacity 0s;
  }
  [aria-busy="true"] > .news,
  [aria-busy="true"] > .layers {
    opacity: 0.5;
    transition-delay: 0.3s;
  }
  .layers {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr));
    gap: 1rem 1.5rem;
  }
  .layer {
    margin: 0;
    padding-block-start: 0.6rem;
    border-block-start: 2px solid var(--grove-line-strong, var(--sl-color-gray-4));
  }
  .layer[data-part="taken"] {
    border-color: var(--grove-passed, var(--sl-color-green));
  }
  .layer[data-part="refused"] {
    border-color: var(--grove-failed, var(--sl-color-red));
  }
  figcaption,
  .axis,
  .tally {
    display: flex;
    justify-content: space-between;
    gap: 0.75rem;
  }
  .layer svg {
    block-size: 3rem;
  }
  figure p,
  .layers + .quiet {
    margin: 0;
  }
  .untold {
    padding-block: 0.5rem;
  }
  .name {
    font-weight: 600;
    color: var(--sl-color-white);
  }
  .axis {
    padding-block: 0.15rem 0.3rem;
    font-size: 0.8125rem;
  }
  .axis,
  .policy,
  .untold,
  .quiet {
    color: var(--grove-quiet, var(--sl-color-gray-2));
  }
  .part {
    font-weight: 600;
  }
  [data-part="taken"] .part {
    color: var(--grove-passed, var(--sl-color-green-high));
  }
  [data-part="refused"] .part {
    color: var(--grove-failed, var(--sl-color-red-high));
  }
  .comparison p {
    display: grid;
    grid-template-columns: 7.5rem 1fr minmax(2rem, auto);
    align-items: center;
    gap: 0.75rem;
    margin: 0.25rem 0 0;
    font-variant-numeric: tabular-nums;
  }
  .comparison p:not([data-of]) {
    display: block;
  }
  .comparison strong {
    text-align: end;
  }
  .bar,
  .bar span {
    display: block;
    block-size: 0.375rem;
    border-radius: 1rem;
  }
  .bar {
    background: var(--sl-color-gray-5);
  }
  .bar span {
    background: var(--sl-color-text-accent);
  }
  [data-of="Fixed windows"] .bar span {
    background: var(--grove-waiting, var(--sl-color-orange));
  }
  ol {
    display: grid;
    grid-template-columns: repeat(5, 1fr);
    gap: 0.375rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.5rem;
    padding-block: 0.35rem;
    border-block-start: 2px solid var(--grove-line-strong, var(--sl-color-gray-4));
  }
  li[aria-current] {
    font-weight: 600;
    color: var(--sl-color-white);
    border-block-start: 4px solid var(--grove-failed, var(--sl-color-red));
    padding-block-start: calc(0.35rem - 2px);
  }
  li[aria-current][data-level="clear"] {
    border-color: var(--grove-passed, var(--sl-color-green));
  }
  li[aria-current][data-level="warning"] {
    border-color: var(--grove-waiting, var(--sl-color-orange));
  }
  .comparison,
  .ladder {
    margin-block-start: 0.6rem;
  }
  .ladder .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-block-size: 2.25rem;
    margin-block-end: 0.4rem;
  }
  .ladder p {
    margin: 0;
  }
  .ladder p.quiet {
    min-block-size: 3em;
  }
  @container (max-width: 30rem) {
    li {
      flex-direction: column;
      font-size: 0.75rem;
    }
    .news,
    .ladder p.quiet {
      min-block-size: 4.5em;
    }
    .news {
      min-block-size: 3em;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    .meter div,
    .bar span {
      transition: inline-size 0.2s;
    }
  }
`;
