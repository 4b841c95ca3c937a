import { afterEach, expect, test, vi } from "vitest";
import { isTrouble } from "../kit/sandbox.ts";
import { type LivePost, openPost } from "./live.ts";
import { Session } from "./session.ts";

afterEach(() => void vi.unstubAllGlobals());

/** A Worker that shows the newest fifty comments, all of them in D1. */
class Stand {
  readonly kept: string[] = [];
  billed = { life: "first", rows: 0 };
  /** Until this is called, what is asked for is not answered. */
  answerFlush: ((answer: Response) => void) | undefined;

  async answer(path: string, isPost: boolean): Promise<Response> {
    if (path === "/api/sandboxes") return Response.json({ id: "s", account: {} }, { status: 201 });
    if (path.endsWith("/sessions")) return Response.json({ session: "s" }, { status: 201 });
    if (path.endsWith("/flush")) return await new Promise((resolve) => (this.answerFlush = resolve));
    if (path.endsWith("/crash")) return new Response(null, { status: 204 });
    if (path.endsWith("/outbox")) return Response.json({ events: 0, billed: this.billed });
    if (!isPost) return Response.json({ comments: this.kept.slice(-50).map((id) => ({ id })) });
    this.kept.push(crypto.randomUUID());
    return Response.json({ id: this.kept.at(-1) }, { status: 201 });
  }
}

function standIn(): Stand {
  const stand = new Stand();
  vi.stubGlobal("fetch", async (path: string, { method }: RequestInit) =>
    stand.answer(path, method === "POST"),
  );
  return stand;
}

async function openOnWorker(): Promise<[LivePost, Stand]> {
  const stand = standIn();
  const post = await openPost();
  if (isTrouble(post)) throw new Error(post.why);
  return [post, stand];
}

test("a comment that the answer has no more room for is not lost, and is not compared", async () => {
  const [post] = await openOnWorker();
  for (let burst = 0; burst < 12; burst++) await post.send(5);

  expect(post.view()).toMatchObject({ acknowledged: 60, compared: 45, loom: { lost: 0, twice: 0 } });
});

test("one of the newest that the answer does not have is lost", async () => {
  const [post, stand] = await openOnWorker();
  for (let burst = 0; burst < 12; burst++) await post.send(5);
  stand.kept.splice(-3, 1);
  await post.kill();

  expect(post.view().loom.lost).toBe(1);
});

test("rows are those of each life, as far as it was asked", async () => {
  const [post, stand] = await openOnWorker();
  stand.billed = { life: "first", rows: 12 };
  await post.send(1);
  expect(post.view()).toMatchObject({ rows: 12, lives: 1 });

  stand.billed = { life: "second", rows: 3 };
  await post.kill();

  expect(post.view()).toMatchObject({ rows: 15, lives: 2 });
});

test("a kill waits for nothing: not for a flush that has no answer, which is then told of", async () => {
  const stand = standIn();
  const session = new Session({ open: openPost, changed: () => undefined, isStreaming: false });
  await session.goLive(true);
  const flushing = session.flush();
  await vi.waitFor(() => expect(stand.answerFlush).toBeDefined());
  expect(session.isBusy).toBe(true);

  await session.kill();
  expect(session.news).toBe("The real object has crashed, and lives again.");
  expect(session.isBusy).toBe(true);
  stand.answerFlush?.(new Response(null, { status: 500 }));
  await flushing;

  expect(session).toMatchObject({ isBusy: false, trouble: "The kill came before its answer." });
});
