import { TIER_LIMITS } from "../../../src/implementations/threshold/index.ts";
import grove from "../../../src/grove/worker.ts";

export * from "../../../src/grove/worker.ts";

// Grove as it is deployed, which counts how often it calls an object of a tenant. The largest tier allows 5,000 requests a
// minute: here it is 10,000, so that one key can be as hot as the figure wants.
Object.assign(TIER_LIMITS.evergreen.requests, { limit: 10_000 });

let calls = 0;

export default {
  async fetch(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
    if (!request.headers.has("x-bench-calls")) {
      return await grove.fetch(request, { ...env, TENANTS: counting(env.TENANTS) }, ctx);
    }
    const counted = calls;
    calls = 0;
    return Response.json({ calls: counted });
  },
};

function counting(namespace: Env["TENANTS"]): Env["TENANTS"] {
  return new Proxy(namespace, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      const bound = value.bind(target) as (...args: unknown[]) => unknown;
      return name === "get" || name === "getByName"
        ? (...args: unknown[]) => countingStub(bound(...args))
        : bound;
    },
  });
}

/** Every property of a stub that is called is a call to its object. */
function countingStub(stub: unknown): unknown {
  return new Proxy(stub as object, {
    get:
      (target, name) =>
      (...args: unknown[]): unknown => {
        calls += 1;
        return Reflect.apply(Reflect.get(target, name) as (...args: unknown[]) => unknown, target, args);
      },
  });
}
