import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Life, startLife } from "./life.ts";
import { makePlace, type Place } from "./place.ts";

// Views of one blog share calls to its object, made by whichever request came first. Here many readers come at once to one
// isolate of a real Worker, and half of them hang up.

const ROUNDS = 5;
const READERS = 60;

let place: Place;
let life: Life;

beforeAll(async () => {
  place = await makePlace();
  life = await startLife(place);
  await life.query(
    "INSERT INTO tenants (id, subdomain, display_name, description, tier, created_at) VALUES ('t', 'garden', 'Garden', '', 'evergreen', 0)",
  );
}, 120_000);

afterAll(async () => {
  await life?.kill();
  place?.remove();
});

/** Reads the blog's first page, or hangs up as soon as it is asked for. Resolves with whether it was answered. */
async function read(port: number, isPatient: boolean): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(port, "localhost", () => {
    socket.write("GET / HTTP/1.1\r\nhost: garden.grove.localhost\r\nconnection: close\r\n\r\n", () => {
      if (!isPatient) socket.destroy();
    });
  });
  let answer = "";
  socket.on("data", (data: Buffer) => void (answer += data.toString()));
  socket.once("error", () => undefined);
  socket.once("close", () => resolve(answer.startsWith("HTTP/1.1 200")));
  return await promise;
}

async function readTogether(readers: number, isPatient: (reader: number) => boolean): Promise<number> {
  const answered = await Promise.all(
    Array.from({ length: readers }, async (_, reader) => await read(life.port, isPatient(reader))),
  );
  return answered.filter(Boolean).length;
}

let views = 0;

/** How many views the blog's object has recorded in all. */
async function recorded(): Promise<number> {
  const call = { binding: "TENANTS", name: "tenant:garden", method: "flushAnalytics", args: [] } as const;
  const flushed = (await life.call(call)) as { readonly kind: string; readonly events: number };
  expect(flushed.kind).toBe("flushed");
  return (views += flushed.events);
}

test("each view of who stays is counted once, whoever hangs up meanwhile", async () => {
  let [answered, sent] = [0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    answered += await readTogether(READERS, (reader) => reader % 2 === 0);
    sent += READERS;
    expect(answered).toBe(sent / 2);
    await expect.poll(recorded).toBeGreaterThanOrEqual(answered);
  }
  expect(views).toBeLessThanOrEqual(sent);
});
