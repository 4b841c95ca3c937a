import { afterEach, expect, test, vi } from "vitest";
import { isTrouble } from "../kit/sandbox.ts";
import { type LivePost, openPost } from "./live.ts";

afterEach(() => void vi.unstubAllGlobals());

/** The post of a Worker that shows the newest fifty comments, all of them in D1; and these comments, to lose some. */
async function openOnWorker(): Promise<[LivePost, string[]]> {
  const kept: string[] = [];
  const answer = (path: string, isPost: boolean): Response => {
    if (path === "/api/sandboxes") return Response.json({ id: "s", account: {} }, { status: 201 });
    if (path.endsWith("/sessions")) return Response.json({ session: "s" }, { status: 201 });
    if (path.endsWith("/flush")) return Response.json({});
    if (path.endsWith("/outbox")) return Response.json({ events: 0 });
    if (!isPost) return Response.json({ comments: kept.slice(-50).map((id) => ({ id })) });
    kept.push(crypto.randomUUID());
    return Response.json({ id: kept.at(-1) }, { status: 201 });
  };
  vi.stubGlobal("fetch", async (path: string, { method }: RequestInit) =>
    Promise.resolve(answer(path, method === "POST")),
  );
  const post = await openPost();
  if (isTrouble(post)) throw new Error(post.why);
  return [post, kept];
}

test("a comment that the answer has no more room for is not lost, and is not compared", async () => {
  const [post] = await openOnWorker();
  for (let burst = 0; burst < 12; burst++) await post.send(5);

  expect(post.view()).toMatchObject({ acknowledged: 60, compared: 45, loom: { lost: 0, twice: 0 } });
});

test("one of the newest that the answer does not have is lost", async () => {
  const [post, kept] = await openOnWorker();
  for (let burst = 0; burst < 12; burst++) await post.send(5);
  kept.splice(-3, 1);
  await post.flush();

  expect(post.view().loom.lost).toBe(1);
});
