import { TenantLimits } from "./limits.ts";
import { NewNote, Note, NoteList } from "./note.ts";
import { CountedRequest, NewSandbox, Sandbox, SandboxState } from "./sandbox.ts";
import { SignedIn, SignIn } from "./session.ts";
import { NewStatement, StatementOutcome } from "./statement.ts";
import { LETTER_ROUTES } from "./letter-routes.ts";
import { MEDIA_ROUTES } from "./media-routes.ts";
import { MEMBER_ROUTES } from "./member-routes.ts";
import { OPERATOR_ROUTES } from "./operator-routes.ts";
import { DESK_ROUTES, POST_ROUTES } from "./post-routes.ts";
import { type RouteEntry, WITH_SESSION } from "./route-entry.ts";
import { STANDING_ROUTES } from "./standing-routes.ts";

const COUNTED = "`{ category, used, remaining, limit, windowSeconds }`";

const IN_SANDBOX = {
  404: "no such sandbox, or it has expired",
  429: "a limit is used up: `violated-policies` says which, `Retry-After` when it has room",
};

/** Every route that Grove answers, the site's own pages apart. A test holds this list against the router. */
export const ROUTES: readonly RouteEntry[] = [
  {
    host: "apex",
    method: "GET",
    path: "/api/health",
    does: "Says that the Worker answers. It asks nothing of the database.",
    answers: { 200: '`{ "status": "ok" }`' },
  },
  {
    host: "apex",
    method: "POST",
    path: "/api/sandboxes",
    does: 'Makes a tenant that lives for ten minutes. The body is `{ "tier": "seedling" }`, any tier, and nothing else.',
    body: NewSandbox,
    answer: Sandbox,
    answers: {
      201: "`{ id, tier, host, expiresAt, limits, requests, account }`; `expiresAt` is in epoch milliseconds, `requests` the path to send requests to, `host` the blog's, left out on a host without subdomains such as `*.workers.dev`; `account` is `{ passphrase }`, told here and nowhere else",
      403: "the request came without a client address",
      429: "three are alive for this address (an IPv6 /64 counts as one), six for its network (IPv6 /48, IPv4 /24), or fifty in all; `Retry-After` says when one ends",
    },
  },
  {
    host: "apex",
    method: "GET",
    path: "/api/sandboxes/:id",
    does: "What the sandbox has used of each limit. Reading it counts against nothing in the tenant.",
    answer: SandboxState,
    answers: {
      200: "`{ tenant, tier, version, at, categories, expiresAt }`",
      404: "no such sandbox, or it has expired",
    },
  },
  {
    host: "apex",
    method: "any",
    path: "/api/sandboxes/:id/requests",
    does: "Goes through the limit that the tenant's blog has, and with a session through its user's own. The category follows from the method.",
    session: "optional",
    answer: CountedRequest,
    answers: { 200: COUNTED, ...IN_SANDBOX, ...WITH_SESSION },
  },
  {
    host: "apex",
    method: "POST",
    path: "/api/sandboxes/:id/sessions",
    does: 'Signs in to the sandbox\'s account. The body is `{ "passphrase": "…" }`. After three wrong ones nobody is heard for a minute, after five for five minutes, after ten for an hour.',
    body: SignIn,
    answer: SignedIn,
    answers: {
      201: "`{ session, expiresAt }`: send it as `Authorization: Bearer …`",
      401: "this is not the passphrase",
      ...IN_SANDBOX,
      503: "whether this may be tried cannot be checked just now",
    },
  },
  {
    host: "apex",
    method: "DELETE",
    path: "/api/sandboxes/:id/sessions",
    does: "Ends the session that it is sent with.",
    session: "needed",
    answers: {
      204: "it has ended, or never was",
      401: "no session was sent",
      404: "no sandbox has such an id",
    },
  },
  {
    host: "apex",
    method: "GET",
    path: "/api/sandboxes/:id/notes",
    does: "The newest fifty notes of the sandbox's guest book.",
    session: "optional",
    answer: NoteList,
    answers: {
      200: "`{ notes: [{ id, text, at, authorId }] }`, newest first",
      ...IN_SANDBOX,
      ...WITH_SESSION,
    },
  },
  {
    host: "apex",
    method: "POST",
    path: "/api/sandboxes/:id/notes",
    does: 'Writes into the guest book, of which the newest two hundred are kept. The body is `{ "text": "…" }`, 1 to 500 characters. It needs a session.',
    session: "needed",
    body: NewNote,
    answer: Note,
    answers: { 201: "`{ id, text, at, authorId }`", ...IN_SANDBOX, ...WITH_SESSION },
  },
  {
    host: "apex",
    method: "POST",
    path: "/api/sandboxes/:id/sql",
    does: 'Runs one statement through the sandbox\'s capability. The body is `{ "sql": "…", "values": [] }`: at most 2,000 characters, and 20 texts, numbers or nulls. It needs a session.',
    session: "needed",
    body: NewStatement,
    answer: StatementOutcome,
    answers: {
      200: "`{ rows, more, changes, scoped, tables }`: at most fifty rows, whether there were more, and the statement as it was run",
      422: "Prism does not admit it, `offset` says where; or it could work too long; or the database could not run it",
      ...IN_SANDBOX,
      ...WITH_SESSION,
    },
  },
  ...POST_ROUTES.map((route): RouteEntry => ({
    ...route,
    host: "apex",
    path: `/api/sandboxes/:id${route.path.slice("/api".length)}`,
    does: `${route.does} The one post of a sandbox is \`first\`.`,
    answers: { ...route.answers, ...IN_SANDBOX },
  })),
  {
    host: "apex",
    method: "GET",
    path: "/api/sandboxes/:id/posts/:post/outbox",
    does: "What of the post is on its way to the database, and what was set aside.",
    session: "optional",
    answers: { 200: "`{ events, bytes, dueAt, billed, letters }`", ...IN_SANDBOX, ...WITH_SESSION },
  },
  {
    host: "apex",
    method: "POST",
    path: "/api/sandboxes/:id/posts/:post/flush",
    does: "Has the post's object write to the database now. It needs a session.",
    session: "needed",
    answers: { 200: "`{ kind, events, batches, refused }`", ...IN_SANDBOX, ...WITH_SESSION },
  },
  {
    host: "apex",
    method: "POST",
    path: "/api/sandboxes/:id/posts/:post/crash",
    does: "Has the post's object crash, which loses nothing that was answered. It needs a session.",
    session: "needed",
    answers: { 204: "it has crashed", ...IN_SANDBOX, ...WITH_SESSION },
  },
  ...OPERATOR_ROUTES,
  ...DESK_ROUTES,
  ...POST_ROUTES,
  ...MEDIA_ROUTES,
  ...MEMBER_ROUTES,
  ...STANDING_ROUTES,
  ...LETTER_ROUTES,
  {
    host: "tenant",
    method: "GET",
    path: "/",
    does: "The blog's published posts, newest first, twenty to a page (`?page=2`).",
    answers: { 200: "HTML" },
  },
  {
    host: "tenant",
    method: "GET",
    path: "/posts/:slug",
    does: "One published post, with the one before and the one after.",
    answers: { 200: "HTML", 404: "no published post has this slug" },
  },
  {
    host: "tenant",
    method: "GET",
    path: "/feed.xml",
    does: "The newest twenty posts, whole.",
    answers: { 200: "Atom" },
  },
  {
    host: "tenant",
    method: "GET",
    path: "/api/limits",
    does: "What the tenant has used of each limit. This request counts like any other.",
    answer: TenantLimits,
    answers: { 200: "`{ tenant, tier, version, at, categories }`" },
  },
  {
    host: "tenant",
    method: "GET",
    path: "/style.css",
    does: "What every blog looks like. Counted against no tenant, because the page that refuses needs it too.",
    answers: { 200: "CSS" },
  },
  {
    host: "tenant",
    method: "GET",
    path: "/icon.svg",
    does: "Every blog's icon. Counted against no tenant.",
    answers: { 200: "SVG" },
  },
];
