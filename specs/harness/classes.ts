import type { Fence } from "./fences.ts";

/** What a TypeScript fence is for. Every one has exactly one class. */
export type FenceClass =
  | { readonly kind: "spec"; readonly title: string }
  | { readonly kind: "compile-fail"; readonly code: string }
  | { readonly kind: "show"; readonly reason: string };

const SCRIPT = /^(?:[cm]?[jt]s|[jt]sx|typescript|javascript)$/i;
const ATTRIBUTE = /(?<name>[\w-]+)="(?<value>[^"]*)"/g;

/** Whether a fence's language is TypeScript or JavaScript, however it is spelt. */
export function isScript({ lang }: Pick<Fence, "lang">): boolean {
  return SCRIPT.test(/^[^{]*/.exec(lang)?.[0] ?? "");
}

/** The class of a script fence, or the sentence that says why it has none. */
export function classify(fence: Fence): FenceClass | string {
  if (fence.lang !== "ts") return `A \`${fence.lang}\` fence cannot be checked: write it as \`ts\``;
  const named = [...fence.meta.matchAll(ATTRIBUTE)].map(({ groups }) => [
    groups?.["name"],
    groups?.["value"]?.trim() ?? "",
  ]);
  const classes = named.filter(([name]) => name === "spec" || name === "compile-fail" || name === "show");
  const [first, second] = classes;
  if (!first) {
    return 'A `ts` fence has no class: give it spec="…", compile-fail="TS…" or show="why it cannot run"';
  }
  if (second) return `A fence has two classes, ${first[0]} and ${second[0]}: keep one`;

  const [kind, value = ""] = first;
  if (value === "") return `A ${kind} fence says nothing: ${kind}="" is empty`;
  if (kind === "spec") return { kind, title: value };
  if (kind === "show") return { kind, reason: value };
  if (/^TS\d+$/.test(value)) return { kind: "compile-fail", code: value };
  return `A compile-fail fence names no compiler error: "${value}" is not like TS2345`;
}
