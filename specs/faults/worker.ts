import grove from "#grove/worker";

export * from "#grove/worker";

/** A call of an object's method, as JSON: no real route reaches the objects so directly. */
export interface ObjectCall {
  readonly binding: "SESSIONS" | "ADDRESSES";
  readonly name: string;
  readonly method: string;
  readonly args: readonly unknown[];
}

type AnyMethods = Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>>;

/** Grove as it is, and a way to call its objects. */
// oxlint-disable-next-line import/no-default-export -- the runtime asks for it
export default {
  async fetch(request, env, ctx) {
    if (new URL(request.url).pathname !== "/call") return await grove.fetch(request, env, ctx);
    const { binding, name, method, args } = await request.json<ObjectCall>();
    const object = env[binding].getByName(name) as unknown as AnyMethods;
    return Response.json((await object[method]?.(...args)) ?? null);
  },
} satisfies ExportedHandler<Env>;
