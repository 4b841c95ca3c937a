import { css } from "lit";

/** How a statement and the rows that it may see look. */
export const prismStyles = css`
  label.statement {
    display: grid;
    gap: 0.25rem;
  }
  textarea {
    inline-size: 100%;
    min-block-size: 5.5rem;
    box-sizing: border-box;
    padding: 0.6rem 0.75rem;
    font-family: var(--sl-font-mono, var(--__sl-font-mono), monospace);
    font-size: 0.8125rem;
    line-height: 1.5;
    color: var(--sl-color-white);
    background: var(--sl-color-bg);
    border: 1px solid var(--sl-color-gray-4);
    border-radius: 0.375rem;
    resize: vertical;
  }
  textarea:focus-visible {
    outline: 2px solid var(--sl-color-text-accent);
    outline-offset: 2px;
  }
  .answer {
    min-block-size: 4.5rem;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .answer mark {
    color: inherit;
    background: none;
    text-decoration: underline wavy var(--grove-failed, var(--sl-color-red));
    text-underline-offset: 0.25em;
  }
  .tables {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr));
    gap: 0.85rem;
  }
  .table {
    padding: 0.6rem 0.85rem;
    border: 1px solid var(--sl-color-gray-5);
    border-radius: 0.375rem;
  }
  .name {
    margin: 0 0 0.35rem;
    font-weight: 600;
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li.other {
    color: var(--grove-quiet, var(--sl-color-gray-2));
    text-decoration: line-through;
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    border-collapse: collapse;
    font-size: 0.8125rem;
  }
  th,
  td {
    padding: 0.25rem 0.75rem 0.25rem 0;
    text-align: start;
    vertical-align: top;
    border-block-end: 1px solid var(--sl-color-gray-5);
  }
`;
