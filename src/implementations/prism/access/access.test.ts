import { expect, test } from "vitest";
import { decide, mayEver } from "./decide.ts";
import { featureOf, TIER_FEATURES } from "./features.ts";
import { filterFor } from "./filter.ts";
import { type Actor, ANYBODY, isAtLeast, ROLES, type Standing, STANDINGS } from "./roles.ts";
import { ACTIONS, type Row } from "./table.ts";

const NOW = 1_000_000;

/** What the table must say, written out by hand: each cell is the rows that a standing may do this to. */
const EXPECTED = `
  action           anybody  viewer  author  editor  admin  owner
  posts:read       seen     all     all     all     all    all
  posts:create     -        -       all     all     all    all
  posts:update     -        -       own     all     all    all
  posts:publish    -        -       own     all     all    all
  posts:archive    -        -       own     all     all    all
  posts:delete     -        -       own     all     all    all
  media:read       all      all     all     all     all    all
  media:list       -        all     all     all     all    all
  media:upload     -        -       all     all     all    all
  media:delete     -        -       own     all     all    all
  settings:change  -        -       -       -       all    all
  members:read     -        all     all     all     all    all
  members:change   -        -       -       -       all    all
  members:remove   -        own     own     own     all    all
  owners:change    -        -       -       -       -      all
  letters:handle   -        -       -       -       -      all
`;

const [HEAD = [], ...LINES] = EXPECTED.trim()
  .split("\n")
  .map((line) => line.trim().split(/ +/));
const CELLS = LINES.flatMap(([action = "", ...cells]) =>
  cells.map((cell, i) => ({ action, standing: HEAD[i + 1] as Standing, cell })),
);

function actor(standing: Standing): Actor {
  return standing === ANYBODY ? { standing, at: NOW } : { standing, userId: "me", at: NOW };
}

/** Every kind of row: own and foreign, of each status, with a time that has come or not, or none. */
const ROWS: Row[] = ["me", "you"].flatMap((ownerId) =>
  ["draft", "published", "archived"].flatMap((status) =>
    [null, 0, NOW, NOW + 1].map((publishedAt) => ({ ownerId, status, publishedAt })),
  ),
);

const HELD: Readonly<Record<string, (row: Row, standing: Standing) => boolean>> = {
  all: () => true,
  own: ({ ownerId }, standing) => ownerId === "me" && standing !== ANYBODY,
  seen: ({ status, publishedAt }) => status === "published" && publishedAt !== null && publishedAt! <= NOW,
  "-": () => false,
};

test("the table says for every role, action and kind of row what the matrix says", () => {
  const wrong = CELLS.flatMap(({ action, standing, cell }) =>
    ROWS.filter((row) => {
      const { kind } = decide(actor(standing), action as (typeof ACTIONS)[number], row);
      return (kind === "allowed") !== HELD[cell]!(row, standing);
    }).map((row) => ({ action, standing, row })),
  );

  expect(CELLS).toHaveLength(ACTIONS.length * STANDINGS.length);
  expect(CELLS.map(({ action }) => action)).toEqual(ACTIONS.flatMap((each) => STANDINGS.map(() => each)));
  expect(ROWS).toHaveLength(24);
  expect(wrong).toEqual([]);
});

test("who may never do something is told apart from whom a row stands against, and neither is thrown", () => {
  const foreign = { ownerId: "you", status: "draft" };

  expect(decide(actor("author"), "posts:update", foreign)).toEqual({
    kind: "denied",
    reason: "row",
    needs: "editor",
  });
  expect(decide(actor("viewer"), "posts:update", foreign)).toEqual({
    kind: "denied",
    reason: "standing",
    needs: "editor",
  });
  expect(decide(actor("author"), "posts:update", { ...foreign, ownerId: "me" })).toEqual({
    kind: "allowed",
    by: "own",
  });
});

test("without a row only who may do it to all may do it", () => {
  expect(decide(actor("editor"), "posts:delete").kind).toBe("allowed");
  expect(decide(actor("author"), "posts:delete").kind).toBe("denied");
  expect(mayEver(actor("author"), "posts:delete")).toBe(true);
  expect(mayEver(actor("viewer"), "posts:delete")).toBe(false);
});

test("a higher role may do all that a lower one may", () => {
  const lost = ACTIONS.flatMap((action) =>
    ROWS.flatMap((row) =>
      STANDINGS.filter((standing) => decide(actor(standing), action, row).kind === "allowed").flatMap((low) =>
        STANDINGS.filter(
          (high) => isAtLeast(high, low) && decide(actor(high), action, row).kind === "denied",
        ),
      ),
    ),
  );

  expect(lost).toEqual([]);
  expect(ROLES.filter((role) => !isAtLeast("owner", role))).toEqual([]);
});

test("a filter is not made up for rows without the column that it needs", () => {
  expect(() => filterFor(actor("author"), "posts:update")).not.toThrow();
  expect(filterFor(actor(ANYBODY), "settings:change")).toEqual({ sql: "(1 = 0)", values: [] });
  expect(filterFor(actor("owner"), "settings:change")).toEqual({ sql: "(1 = 1)", values: [] });
});

test("a larger tier has no less of anything", () => {
  const tiers = ["seedling", "sapling", "oak", "evergreen"] as const;
  const posts = tiers.map((tier) => featureOf(tier, "posts"));
  const bytes = tiers.map((tier) => TIER_FEATURES[tier].storageBytes);

  expect(posts).toEqual([100, Infinity, Infinity, Infinity]);
  expect(bytes).toEqual([1e9, 5e9, 20e9, 100e9]);
});
