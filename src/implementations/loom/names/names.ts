/**
 * The name of an object: what kind it is, and what it is of. Two different lists of parts never give one name, because
 * a part's own colons are escaped.
 */
export function objectName(kind: string, ...parts: readonly string[]): string {
  return [kind, ...parts].map(escapePart).join(":");
}

/** The parts that `objectName` was given. Throws a TypeError for an object of another kind, or one without a name. */
export function partsOf(name: string | undefined, kind: string): readonly [string, ...string[]] {
  const [found, part, ...more] = (name ?? "").split(":").map(readPart);
  if (found === kind && part !== undefined) return [part, ...more];
  throw new TypeError(`Cannot tell what an object is of: its name is ${name}, must be ${kind}:…`);
}

/** The percent sign is escaped too: else an escaped colon and a part that reads like one would be the same. */
function escapePart(part: string): string {
  return part.replaceAll("%", "%25").replaceAll(":", "%3A");
}

function readPart(part: string): string {
  return part.replaceAll("%3A", ":").replaceAll("%25", "%");
}
