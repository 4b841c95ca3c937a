const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * What Cloudflare is to count before the Worker runs, for each client address. The most important first: a plan with
 * fewer rules takes the first that it can express. `npm run waf` compiles them into infra/, and checks their shape.
 */
export const EDGE_RULES = [
  // #region rules
  {
    name: "general",
    hosts: { kind: "all" },
    limit: 1_000,
    windowMs: MINUTE,
    blockSeconds: 60,
    status: 429,
    says: "Your address has sent more than 1000 requests in a minute.",
    inWorker: "ceilings for each address, in each isolate's memory",
  },
  {
    // Signing out is counted with signing in: only the method tells them apart, which Pro does not match. A sandbox's
    // sign-in has the sandbox's name in the middle of its path, and is left to the Worker.
    name: "auth",
    hosts: { kind: "all" },
    paths: ["/api/session"],
    limit: 50,
    windowMs: 5 * MINUTE,
    blockSeconds: 300,
    status: 429,
    says: "Your address has signed in or out more than 50 times in five minutes.",
    inWorker: "limits of the sign-in routes for each address, in an AddressDO",
  },
  {
    name: "uploads",
    hosts: { kind: "all" },
    paths: ["/api/upload", "/api/images", "/api/media"],
    methods: ["POST", "PUT", "PATCH", "DELETE"],
    limit: 100,
    windowMs: HOUR,
    blockSeconds: 3_600,
    status: 429,
    says: "Your address has sent more than 100 uploads in an hour.",
    inWorker: "the tenant's `uploads` a day, in its TenantDO",
  },
  {
    // Nothing answers there yet, and what is asked counts as this all the same.
    name: "ai",
    hosts: { kind: "all" },
    paths: ["/api/ai", "/api/wisp"],
    limit: 500,
    windowMs: DAY,
    blockSeconds: 3_600,
    status: 429,
    says: "Your address has asked more than 500 times for what a model answers in a day.",
    inWorker: "the tenant's `ai` a day, in its TenantDO",
  },
  // #endregion rules
] as const;
