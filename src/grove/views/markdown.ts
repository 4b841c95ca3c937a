import markdownIt, { type MarkdownIt, type RendererRule, type StateCore } from "markdown-it";

const SAFE_PROTOCOLS: ReadonlySet<string> = new Set(["http:", "https:", "mailto:"]);

/** Stands for the blog's own origin while a link is resolved as a browser would. */
const BLOG = "https://blog.invalid";

/** Where the blog's own files are. */
const FILES = "/api/media/";

const markdown = createRenderer();

/** Turns an author's Markdown into HTML that can do nothing but be read: no HTML of its own, no scripts, no styles. */
export function renderMarkdown(source: string): string {
  return markdown.render(source);
}

function createRenderer(): MarkdownIt {
  const renderer = markdownIt({ html: false, typographer: true });
  renderer.validateLink = (url) => SAFE_PROTOCOLS.has(resolve(url)?.protocol ?? "");
  renderer.core.ruler.push("nest_headings", nestHeadings);

  const { rules } = renderer.renderer;
  const { image = renderToken, fence = renderToken, code_block: codeBlock = renderToken } = rules;
  rules["link_open"] = linkOpen;
  rules["image"] = (...drawn) => (isFile(attribute(drawn, "src")) ? image(...drawn) : alternative(drawn));
  rules["fence"] = (...drawn) => scrollable(fence(...drawn));
  rules["code_block"] = (...drawn) => scrollable(codeBlock(...drawn));
  rules["table_open"] = () => '<div class="wide" role="group" aria-label="Table" tabindex="0"><table>\n';
  rules["table_close"] = () => "</table></div>\n";
  rules["th_open"] = alignByClass;
  rules["td_open"] = alignByClass;
  return renderer;
}

/** A page has one h1, its title. An author's headings nest below it without gaps, whatever levels they were. */
function nestHeadings({ tokens }: StateCore): void {
  const open: number[] = [];
  for (const token of tokens) {
    if (token.type !== "heading_open" && token.type !== "heading_close") continue;
    const level = Number(token.tag.slice(1));
    if (token.type === "heading_open") {
      while ((open.at(-1) ?? 0) >= level) open.pop();
      open.push(level);
    }
    token.tag = `h${Math.min(6, open.length + 1)}`;
  }
}

type Drawn = Parameters<RendererRule>;

function renderToken(...[tokens, index, options, , self]: Drawn): string {
  return self.renderToken(tokens, index, options);
}

/** A link that leaves the blog vouches for nothing. */
function linkOpen(...drawn: Drawn): string {
  const [tokens, index] = drawn;
  if (!isOwn(attribute(drawn, "href"))) tokens[index]?.attrSet("rel", "nofollow ugc");
  return renderToken(...drawn);
}

/** An image from elsewhere would tell its host who reads what, and one of any path here would ask for it: its text stands for it. */
function alternative(...[[tokens, index, options, env, self]]: [Drawn]): string {
  return markdown.utils.escapeHtml(self.renderInlineAsText(tokens[index]?.children ?? [], options, env));
}

/** The policy of the page allows no style attributes. */
function alignByClass(...drawn: Drawn): string {
  const [tokens, index] = drawn;
  const token = tokens[index];
  const align = /^text-align:(\w+)$/.exec(attribute(drawn, "style"))?.[1];
  if (token && align) token.attrs = [["class", `align-${align}`]];
  return renderToken(...drawn);
}

/** What may be wider than a phone scrolls by itself, by keyboard too. */
function scrollable(html: string): string {
  return html.replace("<pre>", '<pre role="group" aria-label="Code" tabindex="0">');
}

function attribute([tokens, index]: Drawn, name: string): string {
  return String(tokens[index]?.attrGet(name) ?? "");
}

function isOwn(url: string): boolean {
  return resolve(url)?.origin === BLOG;
}

function isFile(url: string): boolean {
  return isOwn(url) && resolve(url)?.pathname.startsWith(FILES) === true;
}

function resolve(url: string): URL | undefined {
  return URL.parse(url, BLOG) ?? undefined;
}
