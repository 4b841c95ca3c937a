/** A request as Cloudflare's fields tell it. */
export type Fields = Readonly<Record<"http.host" | "http.request.uri.path" | "http.request.method", string>>;

/** Evaluates the part of Cloudflare's Rules language that rules are compiled to. Throws for any other. */
export function matches(expression: string, fields: Fields): boolean {
  const tokens = Array.from(expression.matchAll(TOKEN), ([token]) => token);
  const result = either({ tokens, fields });
  if (tokens.length > 0) throw new SyntaxError(`Cannot evaluate: ${tokens.join(" ")} is left over`);
  return result;
}

const TOKEN = /"[^"\\$]*"|[a-z_.]+|\S/g;

interface Reader {
  readonly tokens: string[];
  readonly fields: Fields;
}

/** `or` binds less than `and`. */
function either(reader: Reader): boolean {
  const sides = [both(reader)];
  while (skip(reader, "or")) sides.push(both(reader));
  return sides.includes(true);
}

function both(reader: Reader): boolean {
  const sides = [term(reader)];
  while (skip(reader, "and")) sides.push(term(reader));
  return !sides.includes(false);
}

function term(reader: Reader): boolean {
  if (skip(reader, "(")) {
    const result = either(reader);
    demand(reader, ")");
    return result;
  }
  if (skip(reader, "starts_with")) return compare(reader, (whole, part) => whole.startsWith(part));
  if (skip(reader, "ends_with")) return compare(reader, (whole, part) => whole.endsWith(part));

  const left = value(reader);
  if (skip(reader, "eq")) return left === value(reader);
  demand(reader, "in");
  demand(reader, "{");
  const set: string[] = [];
  while (!skip(reader, "}")) set.push(value(reader));
  return set.includes(left);
}

function compare(reader: Reader, compared: (whole: string, part: string) => boolean): boolean {
  demand(reader, "(");
  const whole = value(reader);
  demand(reader, ",");
  const part = value(reader);
  demand(reader, ")");
  return compared(whole, part);
}

function value(reader: Reader): string {
  if (skip(reader, "lower")) {
    demand(reader, "(");
    const inner = value(reader);
    demand(reader, ")");
    return inner.toLowerCase();
  }
  const token = reader.tokens.shift() ?? "nothing";
  if (token.startsWith('"') && token.length > 1) return token.slice(1, -1);
  if (Object.hasOwn(reader.fields, token)) return reader.fields[token as keyof Fields];
  throw new SyntaxError(`Cannot evaluate: ${token} is no value`);
}

function skip({ tokens }: Reader, token: string): boolean {
  if (tokens[0] !== token) return false;
  tokens.shift();
  return true;
}

function demand(reader: Reader, token: string): void {
  if (skip(reader, token)) return;
  throw new SyntaxError(`Cannot evaluate: found ${reader.tokens[0] ?? "nothing"}, must be ${token}`);
}
