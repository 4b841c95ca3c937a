import { expect, test } from "vitest";
import { createWorld } from "./outbox.model.ts";

/** The events among which the bad one is: whether they were refused with no others, and whether others come behind them. */
interface Suspects {
  readonly size: number;
  readonly areAlone: boolean;
  readonly areFollowed: boolean;
}

const known = new Map<string, number>();

/**
 * The fewest batches that do in the worst case, however they are chosen, if each takes the oldest events, the one at fault is
 * refused alone before it is set aside, and what is behind it follows.
 */
function fewest(suspects: Suspects): number {
  const key = JSON.stringify(suspects);
  const found = known.get(key) ?? search(suspects);
  known.set(key, found);
  return found;
}

function search({ size, areAlone, areFollowed }: Suspects): number {
  if (size === 1) return (areAlone ? 0 : 1) + (areFollowed ? 1 : 0);
  const ways = Array.from({ length: size - 1 }, (_, i) => {
    const refused = fewest({ size: i + 1, areAlone: true, areFollowed: true });
    const written = fewest({ size: size - i - 1, areAlone: false, areFollowed });
    return 1 + Math.max(refused, written);
  });
  return Math.min(...ways);
}

/** How many batches there are beyond the one that all would take, and how many of them until the bad one is set aside. */
async function isolate(size: number, bad: number): Promise<{ all: number; toFind: number }> {
  const world = createWorld({ batch: size });
  const outbox = world.live();
  world.poison.add(bad);
  await outbox.commit((add) => {
    for (let i = 0; i < size; i++) add("events", i);
  });
  await outbox.flush();
  const toFind = world.sent.findIndex((events) => events.length === 1 && events[0] === bad);

  expect(world.letters.list()).toMatchObject([{ body: bad }]);
  expect(world.written()).toEqual(Array.from({ length: size }, (_, i) => i).filter((i) => i !== bad));
  return { all: world.batches() - 1, toFind };
}

const SIZES = [...Array.from({ length: 32 }, (_, i) => i + 2), 64, 100];

test.for(SIZES)(
  "one of %i is found and all others are written with the fewest batches, wherever it is",
  async (size) => {
    const counts = await Promise.all(
      Array.from({ length: size }, async (_, bad) => await isolate(size, bad)),
    );
    const halvings = Math.ceil(Math.log2(size));

    expect(Math.max(...counts.map(({ toFind }) => toFind))).toBeLessThanOrEqual(halvings + 1);
    expect(Math.max(...counts.map(({ all }) => all))).toBe(
      fewest({ size, areAlone: true, areFollowed: false }),
    );
    expect(Math.max(...counts.map(({ all }) => all))).toBeLessThanOrEqual(halvings + 2);
  },
);
