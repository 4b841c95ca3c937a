import type { Place, Portable, PortableAuthor } from "./author.ts";
import { columnOf, condition, expression } from "./expressions.ts";

/**
 * One value of many rows. Nothing in it is of a SELECT around: an aggregate of that would be that SELECT's. A sum is a whole
 * number again, which in PostgreSQL it is not by itself.
 */
export function aggregate(author: PortableAuthor, type: Portable, { inner }: Place): string {
  const { random } = author;
  const around = author.around.splice(0);
  const at: Place = { inner, depth: 0 };
  const of = (one: Portable): string => expression(author, one, at);
  const filter = random.chance(0.15) ? ` FILTER (WHERE ${condition(author, at)})` : "";
  const made =
    type === "text"
      ? author.one(
          () => `${random.pick(["min", "max"])}(${of("text")})${filter}`,
          () => listed(author, at, filter),
        )
      : author.one(
          () => `count(*)${filter}`,
          () => `count(${random.pick(["", "DISTINCT "])}${of(random.pick(["text", "int"]))})${filter}`,
          () => `CAST(sum(${of("int")})${filter} AS BIGINT)`,
          () => `${random.pick(["min", "max"])}(${of("int")})${filter}`,
        );
  author.around.push(...around);
  return made;
}

function listed(author: PortableAuthor, at: Place, filter: string): string {
  const column = columnOf(author, "text", at) ?? author.value("x");
  return `string_agg(${column}, ',' ORDER BY ${column})${filter}`;
}

/** A number of a row among others, the same for all that come in one place. */
export function overWindow(author: PortableAuthor, at: Place): string {
  const { random } = author;
  const by = columnOf(author, "text", at);
  const partition = by && random.chance(0.6) ? `PARTITION BY ${by}` : "";
  const order = `ORDER BY ${expression(author, random.pick(["text", "int"]), { ...at, depth: 0 })} ${direction(author)}`;
  const number = columnOf(author, "int", at) ?? author.value(1);
  return author.one(
    () => `${random.pick(["rank", "dense_rank"])}() OVER (${partition} ${order})`,
    () => `count(*) OVER (${partition})`,
    () => `CAST(sum(${number}) OVER (${partition} ${random.pick(["", order])}) AS BIGINT)`,
  );
}

/** Where what is NULL comes is said: by itself SQLite puts it first and PostgreSQL last. */
export function direction({ random }: PortableAuthor): string {
  return random.pick(["NULLS FIRST", "NULLS LAST", "ASC NULLS FIRST", "DESC NULLS FIRST", "DESC NULLS LAST"]);
}
