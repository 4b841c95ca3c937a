import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import { clientAddress, ownerOf, type TestActor, type TestTenant } from "#specs/fixtures";
import type { TestBlog } from "./post-api.requests.ts";

/** The same blog, whose members' sessions have lapsed. */
export async function signInAgain({ tenant, ...members }: TestBlog): Promise<TestBlog> {
  const again = async ({ id }: TestActor) => await ownerOf({ ownerId: id });
  return {
    tenant,
    owner: await again(members.owner),
    admin: await again(members.admin),
    editor: await again(members.editor),
    author: await again(members.author),
    viewer: await again(members.viewer),
  };
}

/** An answer, and what was asked of D1 and R2 for it. */
export interface Traced {
  readonly answer: Response;
  readonly calls: readonly string[];
}

/** Sends a request to a Worker that writes down what it asks of D1 and R2. */
export async function trace(
  on: Pick<TestTenant, "origin">,
  path: string,
  init: RequestInit,
): Promise<Traced> {
  const calls: string[] = [];
  const bindings = { DB: recorded(env.DB, calls), MEDIA: recorded(env.MEDIA, calls) };
  const headers = new Headers(init.headers);
  headers.set("cf-connecting-ip", clientAddress());
  const answer = await app.fetch(new Request(on.origin + path, { ...init, headers }), {
    ...env,
    ...bindings,
  });
  return { answer, calls };
}

/** A binding that writes down the methods that are called, and the statements that are prepared. */
function recorded<Binding extends object>(binding: Binding, calls: string[]): Binding {
  return new Proxy(binding, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== "function") return method;
      return (...args: readonly unknown[]): unknown => {
        calls.push(name === "prepare" ? String(args[0]) : String(name));
        return Reflect.apply(method, target, args);
      };
    },
  });
}
