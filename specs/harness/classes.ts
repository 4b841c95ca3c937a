import type { Fence } from "./fences.ts";

/** What a TypeScript fence is for. Every one has exactly one class. */
export type FenceClass =
  | { readonly kind: "spec"; readonly title: string }
  | { readonly kind: "compile-fail"; readonly code: string }
  | { readonly kind: "show"; readonly reason: string };

const TYPESCRIPT = new Set(["ts", "typescript", "tsx", "mts", "cts"]);
const JAVASCRIPT = new Set(["js", "javascript", "jsx", "mjs", "cjs"]);
const ATTRIBUTE = /(?<name>[\w-]+)="(?<value>[^"]*)"/g;

export function isScript(fence: Pick<Fence, "lang">): boolean {
  return TYPESCRIPT.has(fence.lang) || JAVASCRIPT.has(fence.lang);
}

/** The class of a script fence, or the sentence that says why it has none. */
export function classify(fence: Fence): FenceClass | string {
  if (fence.lang !== "ts") return `A \`${fence.lang}\` fence cannot be checked: write it as \`ts\``;
  const named = [...fence.meta.matchAll(ATTRIBUTE)].map((match) => [
    match.groups?.["name"],
    match.groups?.["value"]?.trim() ?? "",
  ]);
  const classes = named.filter(([name]) => name === "spec" || name === "compile-fail" || name === "show");
  const [first, second] = classes;
  if (!first)
    return 'A `ts` fence has no class: give it spec="…", compile-fail="TS…" or show="why it cannot run"';
  if (second) return `A fence has two classes, ${first[0]} and ${second[0]}: keep one`;

  const [kind, value = ""] = first;
  if (value === "") return `A ${kind} fence says nothing: ${kind}="" is empty`;
  if (kind === "spec") return { kind, title: value };
  if (kind === "show") return { kind, reason: value };
  if (!/^TS\d+$/.test(value))
    return `A compile-fail fence names no compiler error: "${value}" is not like TS2345`;
  return { kind: "compile-fail", code: value };
}
