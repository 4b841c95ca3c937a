import { createScoper } from "#implementations/prism";
import { parseStmt } from "sqlite3-parser";
import { expect, test } from "vitest";
import { createRandom } from "../random.ts";
import { draw } from "../trial.ts";
import { writtenOut } from "./author.ts";
import { generatePortable } from "./index.ts";
import { SCHEMA } from "./shop.ts";

const STATEMENTS = 3_000;

function drawn(seed: number) {
  const drawing = { statements: STATEMENTS, longest: 4, write: generatePortable };
  const { sequences, refused, leftOut } = draw(createRandom(seed), createScoper(SCHEMA), drawing);
  return { statements: sequences.flat().map(({ statement }) => statement), refused, leftOut };
}

const { statements, refused, leftOut } = drawn(20_261_129);
const texts = statements.map(({ sql }) => sql);

test("Prism refuses none of the statements that are held against PostgreSQL", () => {
  expect(refused).toBe(0);
  expect(statements.length + leftOut).toBe(STATEMENTS);
});

test("they are the same for the same seed, and others for another", () => {
  expect(drawn(20_261_129).statements).toEqual(statements);
  expect(drawn(1).statements.slice(0, 20)).not.toEqual(statements.slice(0, 20));
});

const SHAPES = [
  [/ LEFT (OUTER )?JOIN /, / RIGHT JOIN /, / FULL JOIN /, / CROSS JOIN /, / NATURAL /, / USING /],
  [/ UNION ALL /, / INTERSECT /, / EXCEPT /, /WITH RECURSIVE /, /MATERIALIZED /],
  [/ NOT IN \(SELECT/, /EXISTS \(/, / GROUP BY .* HAVING /, / OVER \(/, / FILTER \(/, /SELECT DISTINCT/],
  [/INSERT INTO .* SELECT /, /ON CONFLICT .* DO UPDATE/, /DO NOTHING/, / RETURNING /],
  [/UPDATE .* SET .* FROM .* AS o\d+ /, /^DELETE FROM/, /^WITH .* DELETE /],
];

test.for(SHAPES.flat())("they have %s among them", (shape) => {
  expect(texts.filter((sql) => shape.test(sql)).length).toBeGreaterThan(STATEMENTS / 300);
});

test("none says a word that only rows have, by which a leak is told", () => {
  for (const { sql, values } of statements) {
    expect(`${sql} ${values.join(" ")}`).not.toMatch(/canary\d/);
  }
});

test("values are written out where they stand, by number or one after the other", () => {
  expect(writtenOut("SELECT ?, ?3, ?, ?1", ["a", null, 3, -4])).toBe("SELECT 'a', 3, -4, 'a'");
  for (const { sql, values } of statements) {
    const text = writtenOut(sql, values);
    expect(text).not.toContain("?");
    expect(parseStmt(text).status, text).toBe("ok");
  }
});
