import type { ExpressiveCodePlugin } from "@astrojs/starlight/expressive-code";
import { addClassName, h, select } from "@astrojs/starlight/expressive-code/hast";
import { describeCompileFail, describeSpec } from "./evidence.ts";

/** Gives each classed fence its heading: a spec shows what it claims and what the last run said of it. */
export function specBlocks(): ExpressiveCodePlugin {
  return {
    name: "spec-blocks",
    hooks: {
      preprocessMetadata: ({ codeBlock }) => {
        const { metaOptions, props } = codeBlock;
        const shown = metaOptions.getString("show");
        const title = metaOptions.getString("spec") ?? (shown && `Shown only: ${shown}`);
        props.title ??= title ?? (metaOptions.getString("compile-fail") && "Must not compile");
      },
      postprocessRenderedBlock: ({ codeBlock, renderData }) => {
        const path = codeBlock.parentDocument?.sourceFilePath;
        const title = codeBlock.metaOptions.getString("spec");
        if (!path || !(title ?? codeBlock.metaOptions.getString("compile-fail"))) return;
        const { state, text } = title ? describeSpec(path, title) : describeCompileFail(path, codeBlock.code);
        const frame = select("figure", renderData.blockAst);
        // Named here: a rule that asks with `:has()` is asked again for every element that a browser reads.
        if (frame) for (const name of ["has-evidence", `is-${state}`]) addClassName(frame, name);
        select("figcaption", renderData.blockAst)?.children.push(
          h("span", { className: ["evidence"], dataState: state }, text),
        );
      },
    },
    baseStyles: `
      .frame.has-evidence.has-title:not(.is-terminal) .header {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        justify-content: space-between;
        gap: 0.25rem 1rem;
        padding-inline-end: 0.75rem;
      }
      .frame.has-evidence .title { white-space: normal; }
      .evidence { font-size: var(--sl-text-xs); white-space: nowrap; opacity: 1; color: var(--grove-quiet, inherit); }
      .evidence[data-state="passed"] { color: var(--grove-passed, inherit); }
      .evidence[data-state="failed"] { color: var(--grove-failed, inherit); font-weight: 600; }
    `,
  };
}
