/** The stylesheet of every blog: one column of text, in the reader's own colour scheme. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#fdfcf9, #171916);
  --ink: light-dark(#23261f, #e4e5dd);
  --quiet: light-dark(#5b6155, #a5aa9c);
  --line: light-dark(#dedfd6, #34382f);
  --shade: light-dark(#f3f3ec, #1f221d);
  --serif: Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif;
  --sans: system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  --mono: ui-monospace, "Cascadia Code", "Source Code Pro", Menlo, monospace;
}
.accent-0 { --accent: light-dark(#2c6a3b, #8fce9b); }
.accent-1 { --accent: light-dark(#8a4b14, #e5b181); }
.accent-2 { --accent: light-dark(#21618a, #8fc4e8); }
.accent-3 { --accent: light-dark(#8d3550, #eaa3b8); }
.accent-4 { --accent: light-dark(#5d4a9c, #bfb1f0); }
.accent-5 { --accent: light-dark(#4f6413, #bccd7f); }

* { box-sizing: border-box; }
html {
  font: 1.125rem/1.65 var(--serif);
  background: var(--paper);
  color: var(--ink);
  -webkit-text-size-adjust: 100%;
  scrollbar-gutter: stable;
}
body {
  display: flex;
  flex-direction: column;
  gap: 2.5rem;
  max-width: 38rem;
  min-height: 100vh;
  min-height: 100dvh;
  margin: 0 auto;
  padding: 2rem 1.25rem;
  overflow-wrap: break-word;
}
main { flex: 1; outline: none; }
a { color: var(--accent); text-underline-offset: 0.18em; text-decoration-thickness: 0.06em; }
a:hover { text-decoration-thickness: 0.12em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 2px; }
.skip {
  position: absolute;
  left: 1rem;
  top: -4rem;
  padding: 0.5rem 1rem;
  background: var(--paper);
}
.skip:focus { top: 1rem; }

h1, h2, h3, h4, h5, h6 { line-height: 1.2; text-wrap: balance; margin: 2.2em 0 0.6em; }
h1 { font-size: clamp(1.9rem, 1.4rem + 2.4vw, 2.6rem); letter-spacing: -0.015em; margin: 0 0 0.4em; }
h2 { font-size: 1.4rem; }
h3 { font-size: 1.15rem; }
h4, h5, h6 { font-size: 1rem; }
p, ul, ol, blockquote, pre, .wide { margin: 0 0 1.2em; }
p { text-wrap: pretty; }
li + li { margin-top: 0.3em; }
img { max-width: 100%; height: auto; }
hr { width: 4rem; margin: 2.5rem auto; border: 0; border-top: 2px solid var(--line); }
blockquote { padding-left: 1.1rem; border-left: 3px solid var(--accent); font-style: italic; }
blockquote > :last-child { margin-bottom: 0; }
code { font: 0.86em/1.5 var(--mono); background: var(--shade); padding: 0.1em 0.3em; border-radius: 3px; }
pre { padding: 1rem; overflow-x: auto; line-height: 1.4; background: var(--shade); border: 1px solid var(--line); border-radius: 6px; }
pre code { padding: 0; background: none; line-height: inherit; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font: 0.88rem/1.5 var(--sans); font-variant-numeric: tabular-nums; }
th, td { padding: 0.45rem 0.8rem 0.45rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
.align-right { text-align: right; white-space: nowrap; }
.align-center { text-align: center; }

header, footer, .when, .pages, .neighbours, .status, .request { font: 0.88rem/1.5 var(--sans); }
header a { font-weight: 600; text-decoration: none; }
header a::before {
  content: "";
  display: inline-block;
  width: 0.65em;
  height: 0.65em;
  margin-right: 0.5em;
  background: var(--accent);
  border-radius: 0 100%;
}
footer { display: flex; gap: 1.5rem; padding-top: 1rem; border-top: 1px solid var(--line); }
.when, .status, .request { color: var(--quiet); }
.when { margin-bottom: 2rem; }
.masthead { margin-bottom: 3rem; }
.masthead p { color: var(--quiet); font-size: 1.15rem; }
.entry { padding: 1.4rem 0; border-top: 1px solid var(--line); }
.entry h2 { margin: 0; }
.entry h2 a { color: inherit; text-decoration-color: var(--accent); }
.entry .when { margin: 0.2rem 0 0.5rem; }
.entry p:last-child { margin-bottom: 0; }
.empty { color: var(--quiet); font-style: italic; }
.text > :last-child { margin-bottom: 0; }
.pages, .neighbours { display: flex; justify-content: space-between; gap: 1.5rem; margin-top: 3rem; }
.neighbours { padding-top: 1.2rem; border-top: 1px solid var(--line); }
.neighbours a { flex: 1; text-decoration: none; }
.neighbours a:hover { text-decoration: underline; }
.neighbours a[rel="next"] { text-align: right; }
.neighbours span { display: block; color: var(--quiet); }
.request { overflow-wrap: anywhere; }

@media (prefers-reduced-motion: no-preference) {
  .skip { transition: top 0.15s; }
}
@media print {
  header, footer, .skip, .neighbours { display: none; }
}
`;
