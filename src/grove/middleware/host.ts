import { RESERVED_SUBDOMAINS, Subdomain } from "../contracts/tenant.ts";

export type Host =
  /** The site and the API. */
  | { readonly kind: "apex" }
  | { readonly kind: "www" }
  | { readonly kind: "tenant"; readonly subdomain: string }
  /** Under the base domain, where no tenant can be. */
  | { readonly kind: "nowhere" }
  /** Not ours to answer for. */
  | { readonly kind: "foreign" };

const LOOPBACK: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Says whose host a URL's host name is. A trailing dot and the case of letters mean nothing. */
export function readHost(hostname: string, baseDomain: string): Host {
  const [name, base] = [plain(hostname), plain(baseDomain)];
  if (name === base || LOOPBACK.has(name) || name.endsWith(".workers.dev")) return { kind: "apex" };
  if (!name.endsWith(`.${base}`)) return { kind: "foreign" };

  const label = name.slice(0, -base.length - 1);
  if (label === "www") return { kind: "www" };
  if (RESERVED_SUBDOMAINS.has(label) || !Subdomain.safeParse(label).success) return { kind: "nowhere" };
  return { kind: "tenant", subdomain: label };
}

/**
 * The path that Grove routes by: the request's own, below its host, as in `/tenant/alice/posts/first` or
 * `/apex/api/health`. Only the host decides the first part, so no path can pass for another host's.
 */
export function routingPath(request: Request, baseDomain: string): string {
  const url = new URL(request.url);
  const host = readHost(url.hostname, baseDomain);
  const whose = host.kind === "tenant" ? `tenant/${host.subdomain}` : host.kind;
  return `/${whose}${url.pathname === "/" ? "" : url.pathname}`;
}

/** The origin of the site, on the port and by the protocol of this request. */
export function apexOrigin(requestUrl: string, baseDomain: string): string {
  const { protocol, port } = new URL(requestUrl);
  return `${protocol}//${plain(baseDomain)}${port && `:${port}`}`;
}

/**
 * The host of a tenant's blog, on the port of this request; nothing where the request came by a host that has no
 * subdomains of ours, such as `*.workers.dev`: then nobody can have set up the base domain.
 */
export function blogHost(requestUrl: string, baseDomain: string, subdomain: string): string | undefined {
  const name = plain(new URL(requestUrl).hostname);
  const base = plain(baseDomain);
  if (name !== base && !name.endsWith(`.${base}`) && !LOOPBACK.has(name)) return undefined;
  return `${subdomain}.${new URL(apexOrigin(requestUrl, base)).host}`;
}

function plain(hostname: string): string {
  return hostname.toLowerCase().replace(/\.$/, "");
}
