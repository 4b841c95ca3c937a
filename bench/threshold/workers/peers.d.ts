// As much of the peers as the measurements use: their packages are not installed where only types are checked.

declare module "@hono-rate-limiter/cloudflare" {
  import type { DurableObject } from "cloudflare:workers";

  export class DurableObjectRateLimiter extends DurableObject {
    update(hits: number, windowMs: number): Promise<{ totalHits: number }>;
  }
  export class DurableObjectStore {
    constructor(options: { namespace: DurableObjectNamespace<DurableObjectRateLimiter> });
    init(options: { windowMs: number }): void;
    increment(key: string): Promise<{ totalHits: number }>;
  }
}
