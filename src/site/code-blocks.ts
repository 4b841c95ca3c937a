import type { ExpressiveCodePlugin } from "@astrojs/starlight/expressive-code";
import { selectAll } from "@astrojs/starlight/expressive-code/hast";

/**
 * Makes every code block reachable by keyboard before and without scripts. Expressive Code does it late, and as a
 * landmark without a name; what it finds done it leaves alone, and it takes it back where nothing overflows. How many
 * lines and columns it has tells how large it is before it is laid out, and so does its first line, which leaves
 * room for the copy button (`code.css`).
 */
export function focusableCode(): ExpressiveCodePlugin {
  return {
    name: "focusable-code",
    hooks: {
      postprocessRenderedBlock: ({ codeBlock, renderData }) => {
        for (const pre of selectAll("pre", renderData.blockAst)) {
          const lines = codeBlock.getLines().map(({ text }) => text.length);
          const [first = 0] = lines;
          const style = `--lines:${lines.length};--columns:${Math.max(...lines)};--first:${first}`;
          pre.properties = { ...pre.properties, tabIndex: 0, role: "group", style };
        }
      },
    },
  };
}
