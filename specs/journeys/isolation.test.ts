import { ROLES } from "#implementations/prism";
import {
  newActor,
  newClient,
  newMember,
  newMemberOf,
  newTenant,
  request,
  site,
  type TestActor,
  type TestTenant,
} from "#specs/fixtures";
import { afterAll, expect, test } from "vitest";
import {
  CANARY,
  everythingOf,
  type Guarded,
  METHODS,
  misnamedBodies,
  newGuarded,
  parametersOf,
  pathsOf,
  requestTo,
  SHOWN,
  tell,
} from "./isolation.world.ts";

type Ask = (path: string, asked: string) => Promise<Awaited<ReturnType<typeof tell>>>;

/** What stands in a path for a parameter: what is another tenant's, and what there is not. */
interface Stands {
  readonly foreign: readonly string[];
  readonly absent: string;
}

// `VITE_ISOLATION_ROUNDS=6 npm run specs -- journeys/isolation` compares more than ten thousand answers.
const settings = (import.meta as { env?: Record<string, string> }).env ?? {};
const ROUNDS = Number(settings["VITE_ISOLATION_ROUNDS"] ?? 1);
let compared = 0;
let told = 0;

afterAll(() => console.log(`isolation: ${compared} answers compared, ${told} told apart`));

/** Every path, as often as there are rounds. */
function inRounds(paths: readonly string[]): string[] {
  return Array.from({ length: ROUNDS }, () => paths).flat();
}

const MADE_UP = "11111111-2222-4333-8444-555555555555";

function standsFor(parameter: string, guarded: Guarded, more: Seen): Stands {
  const { tenant, member, hidden, hiddenSlugs, hiddenFile } = guarded;
  const known: Readonly<Record<string, Stands>> = {
    post: { foreign: [...hidden, ...more.posts], absent: MADE_UP },
    slug: { foreign: [...hiddenSlugs, ...more.slugs], absent: "made-up" },
    media: { foreign: [hiddenFile, ...more.files], absent: MADE_UP },
    object: {
      foreign: [...hidden, ...more.posts].map((id) => `post:${id}`),
      absent: `post:${MADE_UP}`,
    },
    user: { foreign: [member.id, tenant.ownerId], absent: `u-${MADE_UP}` },
    id: { foreign: [tenant.subdomain, tenant.id], absent: `t-${MADE_UP.slice(0, 13)}` },
  };
  const stands = known[parameter];
  if (!stands) throw new Error(`Say in isolation.test.ts what another tenant's :${parameter} is`);
  return stands;
}

/** What everybody sees on the tenant's own host, and nobody on another's. */
interface Seen {
  readonly posts: readonly string[];
  readonly slugs: readonly string[];
  readonly files: readonly string[];
}
const NOTHING: Seen = { posts: [], slugs: [], files: [] };

/** Asks for each of what is foreign, and for what there is not; gives the answers that can be told apart. */
async function toldApart(path: string, ask: Ask, stands: Stands): Promise<string[]> {
  const absent = await ask(path, stands.absent);
  const apart = [];
  for (const foreign of stands.foreign) {
    const answer = await ask(path, foreign);
    compared += 1;
    if (answer.all !== absent.all) apart.push(`${foreign}: ${answer.all} is not ${absent.all}`);
    if (answer.text.includes(CANARY)) apart.push(`${foreign}: ${answer.text}`);
  }
  told += apart.length;
  return apart;
}

/** What comes after the first parameter is below what that one names. */
const BELOW: Readonly<Record<string, string>> = { letter: "1" };

function fillRest(path: string): string {
  return path.replace(/:(\w+)(?=\/|$)/g, (name, parameter: string) => BELOW[parameter] ?? name);
}

function asks(on: TestTenant, method: string, by: TestActor): Ask {
  return async (path, asked) => {
    const filled = fillRest(path.replace(/:\w+/, encodeURIComponent(asked)));
    return await tell(await request(on, filled, requestTo(path, method, by)), asked);
  };
}

test("every route that writes says what it takes, so that these tests reach behind it", () => {
  expect(misnamedBodies()).toEqual([]);
  expect(pathsOf("tenant").length).toBeGreaterThan(10);
});

const WITH_PARAMETER = pathsOf("tenant").filter((path) => parametersOf(path).length > 0);
const WITHOUT = pathsOf("tenant").filter((path) => parametersOf(path).length === 0);

/** One try at what a tenant keeps: by a member of another tenant, with one verb. */
interface Try {
  readonly guarded: Guarded;
  readonly home: TestTenant;
  readonly member: TestActor;
  readonly method: string;
}

/** Has a new member of each role try each verb, and gives what could be told apart, and whether anything is changed. */
async function tryAll(tryOne: (each: Try) => Promise<readonly string[]>) {
  const guarded = await newGuarded();
  const home = await newTenant({ tier: "evergreen" });
  const before = await everythingOf(guarded);
  const apart: string[] = [];
  for (const role of ROLES) {
    for (const method of METHODS) {
      newClient();
      const found = await tryOne({ guarded, home, member: await newMemberOf(home, role), method });
      apart.push(...found.map((what) => `${role} ${method} ${what}`));
    }
  }
  return { apart, isChanged: (await everythingOf(guarded)) !== before };
}

const KEPT = { apart: [], isChanged: false };

test.for(inRounds(WITH_PARAMETER))(
  "%s on a foreign host: what is hidden there is as what is not",
  async (path) => {
    const [parameter = "", ...others] = parametersOf(path);
    const tried = await tryAll(async ({ guarded, member, method }) => {
      const stands = standsFor(parameter, guarded, NOTHING);
      return await toldApart(path, asks(guarded.tenant, method, member), stands);
    });

    expect(others.filter((other) => BELOW[other] === undefined)).toEqual([]);
    expect(tried).toEqual(KEPT);
  },
);

test.for(inRounds(WITH_PARAMETER))("%s at home: what is another tenant's is as what is not", async (path) => {
  const [parameter = ""] = parametersOf(path);
  const tried = await tryAll(async ({ guarded, home, member, method }) => {
    const seen: Seen = { posts: [guarded.shown], slugs: [guarded.shownSlug], files: [guarded.shownFile] };
    return await toldApart(path, asks(home, method, member), standsFor(parameter, guarded, seen));
  });

  expect(tried).toEqual(KEPT);
});

test.for(inRounds(WITHOUT))("%s on a foreign host: a role elsewhere is as no role", async (path) => {
  const tried = await tryAll(async ({ guarded, member, method }) => {
    const nobody = await newActor();
    const answer = await asks(guarded.tenant, method, member)(path, member.id);
    const expected = await asks(guarded.tenant, method, nobody)(path, nobody.id);
    compared += 1;
    const isTold = answer.all !== expected.all || answer.text.includes(CANARY);
    return isTold ? [`${answer.all} is not ${expected.all}`] : [];
  });

  expect(tried).toEqual(KEPT);
});

test.for(inRounds(WITHOUT))("%s at home: nothing of another tenant is in it", async (path) => {
  const tried = await tryAll(async ({ guarded, home, member, method }) => {
    const { text } = await asks(home, method, member)(path, member.id);
    return [CANARY, SHOWN, guarded.tenant.id, ...guarded.hidden].filter((each) => text.includes(each));
  });

  expect(tried).toEqual(KEPT);
});

const SANDBOXES = pathsOf("apex").filter((path) => parametersOf(path).includes("id"));

test.for(inRounds(SANDBOXES))(
  "%s at the apex: no tenant that stays is reached as a sandbox",
  async (path) => {
    const guarded = await newGuarded();
    const member = await newMember();
    const before = await everythingOf(guarded);
    const own = path.replace(":post", guarded.shown);
    const apart = [];
    for (const method of METHODS) {
      const ask: Ask = async (_, asked) => {
        newClient();
        return await tell(await site(own.replace(":id", asked), requestTo(path, method, member)), asked);
      };
      apart.push(...(await toldApart(path, ask, standsFor("id", guarded, NOTHING))));
    }

    expect(apart).toEqual([]);
    expect(await everythingOf(guarded)).toBe(before);
  },
);

test.for(inRounds(SANDBOXES.filter((path) => parametersOf(path).includes("post"))))(
  "%s in a sandbox: another tenant's post is as one that is not",
  async (path) => {
    const guarded = await newGuarded();
    const member = await newMember();
    const before = await everythingOf(guarded);
    const apart = [];
    for (const method of METHODS) {
      const ask: Ask = async (_, asked) => {
        newClient();
        const filled = path.replace(":id", member.id).replace(":post", asked);
        return await tell(await site(filled, requestTo(path, method, member)), asked);
      };
      const seen: Seen = { posts: [guarded.shown], slugs: [], files: [] };
      apart.push(...(await toldApart(path, ask, standsFor("post", guarded, seen))));
    }

    expect(apart).toEqual([]);
    expect(await everythingOf(guarded)).toBe(before);
  },
);
