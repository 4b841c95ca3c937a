import type { ExpressiveCodePlugin } from "@astrojs/starlight/expressive-code";
import { selectAll } from "@astrojs/starlight/expressive-code/hast";

/**
 * Makes every code block reachable by keyboard before and without scripts. Expressive Code does it late, and as a
 * landmark without a name; what it finds done it leaves alone, and it takes it back where nothing overflows.
 */
export function focusableCode(): ExpressiveCodePlugin {
  return {
    name: "focusable-code",
    hooks: {
      postprocessRenderedBlock: ({ renderData }) => {
        for (const pre of selectAll("pre", renderData.blockAst)) {
          pre.properties = { ...pre.properties, tabIndex: 0, role: "group" };
        }
      },
    },
  };
}
