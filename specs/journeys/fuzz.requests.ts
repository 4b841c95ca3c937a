import fc from "fast-check";
import type { TestTenant } from "#specs/fixtures";
import { type Account, askedOf, on, operatorAims } from "./fuzz.accounts.ts";
import { type Desk, deskAims } from "./fuzz.desk.ts";

/** A request about to be sent, and which of Grove's routes it aims at. */
export interface Shot {
  readonly aim: string;
  readonly url: string;
  readonly init: RequestInit;
}

interface Targets {
  readonly tenants: readonly TestTenant[];
  readonly sandboxes: readonly string[];
  readonly accounts: readonly Account[];
  readonly desks: readonly Desk[];
  readonly slug: string;
  /** What an operator sends as Authorization; nothing if nobody is one. */
  readonly operator: string;
}

/** Of those that the runtime lets through; it refuses CONNECT and unknown ones itself, and a GET or HEAD with a body. */
const METHODS =
  "GET HEAD POST PUT PATCH DELETE OPTIONS TRACE PURGE QUERY SEARCH PROPFIND LOCK MKCOL REPORT SUBSCRIBE".split(
    " ",
  );

const APEXES = [
  "grove.localhost",
  "GROVE.localhost:8787",
  "grove.localhost.",
  "localhost:8787",
  "a.b.workers.dev",
];

const ODD_HOSTS = [
  "nobody.grove.localhost",
  "constructor.grove.localhost",
  "__proto__.grove.localhost",
  "admin.grove.localhost",
  "a.b.c.grove.localhost",
  `${"a".repeat(63)}.grove.localhost`,
  "xn--bcher-kva.grove.localhost",
  "-.grove.localhost",
  "evil.example",
  "grove.localhost.evil.example",
  "192.0.2.1",
  "[2001:db8::1]",
];

const ODD_TAILS = [
  "/%",
  "/%zz",
  "/%ff%fe",
  "/%00",
  "/a%0d%0ab",
  "//",
  "/../../etc/passwd",
  "/..%2f..%2f",
  "/;a=b",
  "/%2e%2e/",
  "/constructor",
  "/__proto__",
  `/${"x".repeat(4_200)}`,
  "/posts/",
  "/posts/a/b",
  "/posts/%F0%9F%8C%B3",
  "/?page=2",
  "/?page=1e9",
  "/?page=%00",
  "/_astro/none.js",
  "/csp.json",
  "/index.html",
  "/tenant/alice",
  "/api/sandboxes/sandbox-aaaaaaaaaaaa",
  "/api/sandboxes/__proto__/requests",
];

const HEADER_VALUES: Readonly<Record<string, readonly string[]>> = {
  accept: [
    "text/html",
    "text/html;q=0.1, application/json",
    "application/problem+json",
    "*/*;q=x",
    ",;=,",
    "text/html;q=-1",
  ],
  "content-type": [
    "application/json",
    "APPLICATION/JSON; charset=utf-8",
    "text/plain",
    "application/jsonp",
    ";",
    "multipart/form-data",
  ],
  "if-none-match": ["*", '"x"', "W/", '"', '""'],
  "if-modified-since": ["Thu, 01 Jan 1970 00:00:00 GMT", "yesterday"],
  range: ["bytes=0-1", "bytes=-", "bytes=9-1", "lines=1"],
  "accept-encoding": ["gzip", "identity;q=0", "*"],
  "content-encoding": ["gzip", "none"],
  "content-length": ["5", "0"],
  "x-forwarded-host": ["alice.grove.localhost", "evil.example"],
  "x-request-id": ["mine", ""],
  origin: ["null", "https://evil.example"],
  authorization: ["Bearer x", "Bearer ", "Basic Og==", "Bearer \t~"],
  cookie: ["a=b", "=;=;", "grove_session=x", "grove_session=a.b", "grove_session=tests.AAAA"],
  "cf-connecting-ip": ["unknown", "::", "1.2.3.4, 5.6.7.8", "::ffff:1.2.3.4", ""],
};

const BODIES = [
  JSON.stringify({ tier: "seedling" }),
  JSON.stringify({ tier: "evergreen" }),
  JSON.stringify({ tier: "redwood" }),
  JSON.stringify({ tier: "oak", __proto__: 1, extra: true }),
  '{"__proto__":{"tier":"oak"}}',
  "[]",
  "null",
  "{",
  "",
  "\uFEFF{}",
  "[".repeat(20_000),
  "z".repeat(70_000),
];

/** Requests to every route and around them, whole and broken. */
export function shotsAt(targets: Targets): fc.Arbitrary<Shot> {
  const { tenants, sandboxes, accounts, desks, slug, operator: key } = targets;
  const blogHost = fc.constantFrom(...tenants.map(({ subdomain }) => `${subdomain}.grove.localhost`));
  const apex = fc.constantFrom(...APEXES);
  const sandbox = fc.constantFrom(...sandboxes);
  const odd = fc.oneof(
    fc.constantFrom(...ODD_TAILS),
    fc.webPath(),
    fc.string().map((text) => `/${text}`),
  );

  const aimed = fc.oneof(
    on("home", blogHost, fc.constant("/")),
    on("post", blogHost, fc.constant(`/posts/${slug}`)),
    on("feed", blogHost, fc.constant("/feed.xml")),
    on("limits", blogHost, fc.constant("/api/limits")),
    on("style", blogHost, fc.constant("/style.css")),
    on("icon", blogHost, fc.constant("/icon.svg")),
    on("health", apex, fc.constant("/api/health")),
    on("sandboxes", apex, fc.constant("/api/sandboxes")).map((aim) => ({ ...aim, method: "POST" })),
    on(
      "sandbox",
      apex,
      sandbox.map((id) => `/api/sandboxes/${id}`),
    ),
    on(
      "sandbox requests",
      apex,
      sandbox.map((id) => `/api/sandboxes/${id}/requests`),
    ),
    ...accounts.map((account) => askedOf(apex, account)),
    ...desks.map(deskAims),
    operatorAims(apex, {
      key,
      ids: [...accounts.map(({ id }) => id), ...tenants.map(({ ownerId }) => ownerId)],
    }),
    on("site", apex, fc.constantFrom("/", "/patterns/threshold/", "/404")),
    on("www", fc.constant("www.grove.localhost"), odd),
    on("around", fc.oneof(blogHost, apex, fc.constantFrom(...ODD_HOSTS), fc.domain()), odd),
  );
  return fc
    .record({
      aimed,
      method: fc.constantFrom(...METHODS),
      isApt: fc.integer({ min: 1, max: 4 }).map((die) => die > 1),
      headers: someHeaders(),
      client: fc.ipV4(),
      body: fc.oneof(fc.constantFrom(...BODIES), fc.json(), fc.string()),
      isChunked: fc.boolean(),
    })
    .filter(({ aimed: { url } }) => URL.canParse(url))
    .map(({ aimed: target, method: any, isApt, headers, client, body: anything, isChunked }) => {
      // Three in four ask for what the route does, so that most get past the method.
      const { aim, url, ...apt } = target;
      const { method = "GET", body = anything, headers: own = {} } = isApt ? apt : { method: any };
      return {
        aim,
        url,
        init: {
          method,
          redirect: "manual",
          headers: { "cf-connecting-ip": client, "content-type": "application/json", ...own, ...headers },
          ...(method === "GET" || method === "HEAD" ? {} : { body: isChunked ? inChunks(body) : body }),
        },
      };
    });
}

/** The same text as a stream, whose length nobody declares. */
function inChunks(text: string): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += 9_000) controller.enqueue(bytes.slice(at, at + 9_000));
      controller.close();
    },
  });
}

function someHeaders(): fc.Arbitrary<Record<string, string>> {
  const header = fc.oneof(
    ...Object.entries(HEADER_VALUES).map(([name, values]) =>
      fc.tuple(fc.constant(name), fc.constantFrom(...values)),
    ),
    fc.tuple(fc.constantFrom(...Object.keys(HEADER_VALUES)), fc.stringMatching(/^[\x21-\x7e]{0,80}$/)),
  );
  // Most requests carry one odd header or none, so that most get past it.
  return fc.array(header, { maxLength: 2 }).map((headers) => Object.fromEntries(headers));
}
