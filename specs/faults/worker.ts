import grove from "#grove/worker";
import type { FaultsEnv } from "./objects.ts";

export * from "#grove/worker";
export { BufferedDO, LoomedDO, TimedDO } from "./objects.ts";

/** A call of an object's method, as JSON: no real route reaches the objects so directly. */
export interface ObjectCall {
  readonly binding: "TENANTS" | "SESSIONS" | "ADDRESSES" | "POSTS" | "LOOMED" | "BUFFERED" | "TIMED";
  readonly name: string;
  readonly method: string;
  readonly args: readonly unknown[];
}

type AnyMethods = Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>>;

/** Grove as it is, and a way to call its objects, and to ask its database. */
export default {
  async fetch(request, env, ctx) {
    const { pathname } = new URL(request.url);
    if (pathname === "/query") {
      const { results } = await env.DB.prepare(await request.text()).all();
      return Response.json(results);
    }
    if (pathname !== "/call") return await grove.fetch(request, env, ctx);
    const { binding, name, method, args } = await request.json<ObjectCall>();
    const object = env[binding].getByName(name) as unknown as AnyMethods;
    return Response.json((await object[method]?.(...args)) ?? null);
  },
} satisfies ExportedHandler<FaultsEnv>;
