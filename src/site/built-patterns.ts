import type { Status } from "./status.ts";

const NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];

/** Which patterns are built, and how many are to come, in two sentences. */
export function tellBuilt(patterns: readonly { readonly title: string; readonly status: Status }[]): string {
  const built = patterns.filter(({ status }) => status === "verified" || status === "implemented");
  const left = patterns.length - built.length;
  const names = new Intl.ListFormat("en").format(built.map(({ title }) => title).toSorted());
  const toCome = left === 0 ? "" : ` ${NUMBERS[left] ?? left} ${left === 1 ? "is" : "are"} to come.`;
  return `${names || "None"} ${built.length > 1 ? "are" : "is"} built.${toCome}`;
}
