import type { WindowPolicy } from "../window/window.ts";

/** Which hosts a rule is about, by their whole names. */
export type EdgeHosts =
  /** The base domain and all below it. */
  | { readonly kind: "all" }
  /** One name right below the base domain. */
  | { readonly kind: "subdomain"; readonly label: string };

/** At most `limit` requests of one client address in any `windowMs`, of those that fit hosts, paths and methods. */
export interface EdgeRule extends WindowPolicy {
  /** Lower-case letters, digits, hyphens. */
  readonly name: string;
  readonly hosts: EdgeHosts;
  /** Folders of paths, such as `/api/ai`: the path itself and all below it. Every path if left out. */
  readonly paths?: readonly string[];
  /** Every method if left out. */
  readonly methods?: readonly string[];
  /** For how long an address that has sent more is refused all that the rule is about. */
  readonly blockSeconds: number;
  /** What it is answered: an HTTP status from 400 to 599, and a sentence for people. */
  readonly status: number;
  readonly says: string;
  /** What in the Worker stands for the rule on a plan that cannot express it. */
  readonly inWorker: string;
}

const NAME = /^[a-z][a-z0-9-]{0,39}$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const FOLDER = /^(?:\/[A-Za-z0-9._~-]+)+$/;
const METHOD = /^[A-Z]{1,20}$/;
const LONGEST_SENTENCE = 1_000;
const LARGEST_LIMIT = 2 ** 32 - 1;

/**
 * Throws a TypeError that names the part of a rule that cannot be compiled. What is matched on is held to a small
 * alphabet, so that nothing needs quoting in two languages at once.
 */
export function assertEdgeRule(rule: EdgeRule): void {
  assertText("a rule", { name: rule.name, pattern: NAME, wanted: "lower-case letters, digits and hyphens" });
  const act = `the rule ${rule.name}`;
  if (rule.hosts.kind === "subdomain") {
    assertText(act, { name: rule.hosts.label, pattern: LABEL, wanted: "one DNS label in lower case" });
  }
  assertList(act, { list: rule.paths, pattern: FOLDER, wanted: "a path like /api/ai" });
  assertList(act, { list: rule.methods, pattern: METHOD, wanted: "a method like POST" });
  assertNumber(act, { what: "limit", found: rule.limit, least: 0, most: LARGEST_LIMIT });
  assertNumber(act, { what: "windowMs", found: rule.windowMs, least: 1, most: Number.MAX_SAFE_INTEGER });
  assertNumber(act, { what: "blockSeconds", found: rule.blockSeconds, least: 1, most: 86_400 });
  assertNumber(act, { what: "status", found: rule.status, least: 400, most: 599 });
  assertNumber(act, { what: "length of says", found: rule.says.length, least: 1, most: LONGEST_SENTENCE });
}

interface Shape {
  readonly pattern: RegExp;
  readonly wanted: string;
}

function assertText(act: string, { name, pattern, wanted }: Shape & { readonly name: string }): void {
  if (pattern.test(name)) return;
  throw new TypeError(`Cannot compile ${act}: found ${JSON.stringify(name)}, must be ${wanted}`);
}

function assertList(
  act: string,
  { list, ...shape }: Shape & { readonly list: readonly string[] | undefined },
): void {
  if (list?.length === 0) throw new TypeError(`Cannot compile ${act}: a list is empty, must name something`);
  for (const name of list ?? []) assertText(act, { name, ...shape });
}

function assertNumber(
  act: string,
  { what, found, least, most }: { what: string; found: number; least: number; most: number },
): void {
  if (Number.isInteger(found) && found >= least && found <= most) return;
  throw new TypeError(
    `Cannot compile ${act}: ${what} is ${found}, must be a whole number from ${least} to ${most}`,
  );
}
