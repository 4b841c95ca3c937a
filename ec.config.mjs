import { defineEcConfig } from "@astrojs/starlight/expressive-code";
import { focusableCode } from "./src/site/code-blocks.ts";
import { specBlocks } from "./src/site/spec-blocks.ts";

export default defineEcConfig({
  plugins: [specBlocks(), focusableCode()],
  themes: ["vitesse-dark", "vitesse-light"],
  useStarlightUiThemeColors: true,
  // `all: revert` on each of its elements is a fifth of what styling a long page costs, and undoes nothing that the site says of code.
  useStyleReset: false,
  minSyntaxHighlightingColorContrast: 6,
  styleOverrides: {
    borderRadius: "0.375rem",
    borderColor: "var(--grove-line)",
    codeFontSize: "0.8125rem",
    codeLineHeight: "1.65",
    codePaddingBlock: "0.9rem",
    codePaddingInline: "1.1rem",
    uiFontSize: "0.8125rem",
    frames: { frameBoxShadowCssValue: "none", shadowColor: "transparent" },
  },
});
