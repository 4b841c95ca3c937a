import { Hono, type Context } from "hono";
import { except } from "hono/combine";
import { methodNotAllowed } from "hono/method-not-allowed";
import type { GroveEnv } from "./context.ts";
import { CEILINGS } from "./contracts/policies.ts";
import { addressCeiling, API_CEILING, STRANGERS_CEILING } from "./middleware/address-ceiling.ts";
import { problem, unexpected } from "./middleware/errors.ts";
import { apexOrigin, routingPath } from "./middleware/host.ts";
import { limitAddress } from "./middleware/limit-address.ts";
import { limitBody } from "./middleware/limit-body.ts";
import { limitTenant } from "./middleware/limit-tenant.ts";
import { refuseBadPaths } from "./middleware/refuse-bad-paths.ts";
import { requestId } from "./middleware/request-id.ts";
import { onlyOwnOrigin } from "./middleware/session-cookie.ts";
import { securityHeaders } from "./middleware/security-headers.ts";
import { blog } from "./routes/blog.ts";
import { blogAssets } from "./routes/blog-assets.ts";
import { developmentProof } from "./routes/development-proof.ts";
import { feed } from "./routes/feed.ts";
import { health } from "./routes/health.ts";
import { sessionOnHost } from "./routes/in-sandbox.ts";
import { letters } from "./routes/letters.ts";
import { limits } from "./routes/limits.ts";
import { mediaRoutes } from "./routes/media.ts";
import { members } from "./routes/members.ts";
import { operator } from "./routes/operator.ts";
import { postDeskRoutes } from "./routes/post-desk.ts";
import { posts } from "./routes/posts.ts";
import { isSandboxRequest, sandboxes } from "./routes/sandboxes.ts";
import { session } from "./routes/session.ts";
import { site } from "./routes/site.ts";
import { standing } from "./routes/standing.ts";

const api = new Hono<GroveEnv>();
// A sandbox's own requests have a ceiling of their own: the largest tier may send more than this.
api.use(except(isSandboxRequest, limitAddress(API_CEILING)));
// Where nobody is an operator this is an address like any other that nothing has, whatever the method.
api.use("/operator/*", async (c, next) => (c.env.OPERATOR_KEYS?.trim() ? await next() : nothingHere(c)));
api.use(methodNotAllowed({ app: api, onMethodNotAllowed: refuseMethod }));
const apiRoutes = api
  .route("/health", health)
  .route("/operator", operator)
  .route("/sandboxes", sandboxes)
  .all("/*", nothingHere);

const tenant = new Hono<GroveEnv>();
tenant.route("/", blogAssets);
tenant.use(limitAddress(addressCeiling({ perMinute: CEILINGS.visits, what: "requests a minute to blogs" })));
tenant.use(onlyOwnOrigin());
const inTenant = limitTenant({
  subdomainOf: (c) => c.req.param("subdomain") ?? "",
  strangers: STRANGERS_CEILING,
  sessionOf: sessionOnHost,
});
tenant.route("/api/session", session(developmentProof, inTenant));
tenant.route("/api/standing", standing);
tenant.use(inTenant);
tenant.use(methodNotAllowed({ app: tenant, onMethodNotAllowed: refuseMethod }));
tenant
  .route("/", blog)
  .route("/feed.xml", feed)
  .route("/api/letters", letters)
  .route("/api/limits", limits)
  .route("/api/media", mediaRoutes)
  .route("/api/members", members)
  .route("/api/posts", postDeskRoutes)
  .route("/api/posts", posts)
  .all("/*", nothingHere);

/** All of Grove: whose host it is decides the first part of the path that routes go by. */
export const app = new Hono<GroveEnv>({
  getPath: (request, options) => routingPath(request, options?.env?.BASE_DOMAIN ?? ""),
});
app.use(requestId(), securityHeaders(), refuseBadPaths(), limitBody());
app.route("/apex/api", apiRoutes);
app.all("/apex/*", site);
app.route("/tenant/:subdomain", tenant);
app.route("/nowhere", blogAssets);
app.all("/nowhere/*", nothingHere);
app.all("/www/*", (c) => {
  const { pathname, search } = new URL(c.req.url);
  return c.redirect(apexOrigin(c.req.url, c.env.BASE_DOMAIN) + pathname + search, 301);
});
app.all("/foreign/*", (c) =>
  problem(c, "misdirected", { detail: `This server answers for ${c.env.BASE_DOMAIN} and its subdomains.` }),
);
app.notFound(nothingHere);
app.onError(unexpected);

/** The API at the apex, below `/api`, for `hono/client`. */
export type App = typeof apiRoutes;

function nothingHere(c: Context<GroveEnv>): Response | Promise<Response> {
  return problem(c, "not-found", { detail: "Nothing has this address." });
}

function refuseMethod(c: Context<GroveEnv>, allowed: string[]): Response | Promise<Response> {
  return problem(c, "method-not-allowed", {
    detail: `${c.req.method} is not among ${allowed.join(", ")}.`,
    headers: { Allow: allowed.join(", ") },
  });
}
