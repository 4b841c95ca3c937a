import { clock, newActor, request, type TestActor, type TestTenant } from "#specs/fixtures";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { send } from "./post-api.requests.ts";
import { act, createEyes, newTwins, perform, SLUGS, type Twin, withinLimits } from "./shadow-posts.twins.ts";

// VITE_SHADOW_SCRIPTS=100 VITE_SHADOW_SEED=1 npm run specs -- shadow-posts   plays more of them, and others.
const settings = (import.meta as { env?: Record<string, string> }).env ?? {};
const SCRIPTS = Number(settings["VITE_SHADOW_SCRIPTS"] ?? 3);

const MINUTE = 60_000;
const SEED = Number(settings["VITE_SHADOW_SEED"] ?? 20_261_201);

beforeEach(() => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** All that anybody else sees of a blog: the pages, the feed, the list, each post, and what readers did with it. */
async function viewOf(tenant: TestTenant, posts: Twin["posts"], by?: TestActor): Promise<string[]> {
  const headers = { ...by?.headers };
  const pages = ["/", "/feed.xml", ...SLUGS.map((slug) => `/posts/${slug}`)];
  const answers = [
    ...(await Promise.all(pages.map(async (path) => await request(tenant, path, { headers })))),
    await send(tenant, "?limit=100", { by }),
  ];
  for (const { id } of posts) {
    for (const path of ["", "/comments", "/reactions"])
      answers.push(await send(tenant, `/${id}${path}`, { by }));
  }
  return await Promise.all(
    answers.map(async (answer) => {
      const requestId = answer.headers.get("x-request-id") ?? "none";
      return `${answer.status} ${(await answer.text()).replaceAll(requestId, "new")}`;
    }),
  );
}

/** What others see of both blogs: of the posts that were there at first, and of all else. */
async function seenByOthers(twins: readonly Twin[], posts: number): Promise<string[][][]> {
  const stranger = await newActor();
  const seen = [];
  for (const twin of twins) {
    const views = [];
    for (const by of [undefined, stranger, twin.owner]) {
      // A plan of a hundred requests a minute.
      clock.advance(MINUTE);
      views.push(await viewOf(twin.tenant, twin.posts.slice(0, posts), by));
    }
    clock.advance(-3 * MINUTE);
    seen.push(views);
  }
  clock.advance(4 * MINUTE);
  return seen;
}

test(
  "whatever a shadow-banned editor does with posts is answered as another's is, and nobody else sees any of it",
  { timeout: 60_000 + 20_000 * SCRIPTS },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 40, maxLength: 60 }), async (drawn) => {
        const twins = await newTwins();
        const eyes = twins.map(createEyes);
        const [, shadowed] = twins;
        const old = [...shadowed.posts];
        const seenFirst = await seenByOthers(twins, old.length);
        for (const each of withinLimits(drawn)) {
          clock.advance(10_000);
          const answers = [];
          for (const [side, twin] of twins.entries())
            answers.push(await eyes[side]!(await perform(twin, each), each.does));
          expect(answers[1], JSON.stringify(each)).toBe(answers[0]);
        }
        expect((await seenByOthers(twins, old.length))[1]).toEqual(seenFirst[1]);
      }),
      { numRuns: SCRIPTS, seed: SEED, endOnFailure: true },
    );
  },
);
