import type { At, Author } from "./author.ts";
import { columnOf, condition, expression } from "./expressions.ts";
import type { Type } from "./tables.ts";

/**
 * Many rows' values made one, in no order but one that is said. It sees nothing around its SELECT: an aggregate of nothing
 * else belongs to the SELECT outside, and whether SQLite then finds fault with it depends on how it goes about its work.
 */
export function aggregate(author: Author, type: Type, at: At): string {
  const around = author.around.splice(0);
  const made = aggregateOf(author, type, at);
  author.around.push(...around);
  return made;
}

function aggregateOf(author: Author, type: Type, at: At): string {
  const { random } = author;
  const shallow = { ...at, depth: Math.min(at.depth - 1, 1) };
  const filter = random.chance(0.15) ? ` FILTER (WHERE ${condition(author, shallow)})` : "";
  const distinct = random.chance(0.15) ? "DISTINCT " : "";
  const of = (inner: Type): string => expression(author, inner, shallow);
  const bare = (name: string): string => `${name}(${distinct}${of(type)})`;
  if (type === "int") {
    const made = random.pick([
      "count(*)",
      bare("sum"),
      bare("count"),
      bare("max"),
      bare("min"),
      `total(${distinct}${of("int")})`,
    ]);
    return made + filter;
  }
  if (type === "real")
    return `${random.pick(["max", "min", "sum", "avg"])}(${columnOf(author, "real", at.inner) ?? "0.5"})${filter}`;
  if (type === "json") {
    const value = of("text");
    return `json_group_array(${value} ORDER BY ${value})${filter}`;
  }
  const text = of("text");
  return (
    random.pick([`max(${text})`, `MIN(${text})`, `group_concat(${text}, ',' ORDER BY ${text})`]) + filter
  );
}

/** A whole number from the rows around a row, whose order is settled. */
export function overWindow(author: Author, at: At): string {
  const { random } = author;
  const shallow = { ...at, depth: 0 };
  const text = columnOf(author, "text", at.inner) ?? "1";
  const int = columnOf(author, "int", at.inner) ?? "1";
  const keys = at.inner.map(({ name, key }) => key?.map((one) => `${author.name(name)}.${author.name(one)}`));
  const total = keys.every((key) => key !== undefined) ? keys.flat().join(", ") : undefined;
  const ways = [
    `count(*) OVER (PARTITION BY ${text})`,
    `sum(${int}) OVER (ORDER BY ${text})`,
    `rank() OVER (ORDER BY ${int} DESC)`,
    `dense_rank() OVER (PARTITION BY ${text} ORDER BY ${int})`,
    `max(${int}) OVER (ORDER BY ${text} GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW)`,
    `sum(${int}) OVER (ORDER BY ${int} RANGE BETWEEN 5 PRECEDING AND 5 FOLLOWING EXCLUDE GROUP)`,
    `count(*) FILTER (WHERE ${condition(author, shallow)}) OVER ()`,
  ];
  const ordered = [
    `row_number() OVER (ORDER BY ${total})`,
    `lag(${int}) OVER (ORDER BY ${total})`,
    `first_value(${int}) OVER (PARTITION BY ${text} ORDER BY ${total})`,
    `sum(${int}) OVER (ORDER BY ${total} ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING)`,
    `ntile(2) OVER (ORDER BY ${total})`,
  ];
  return random.pick(total === undefined ? ways : [...ways, ...ordered]);
}
