import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { GroveEnv } from "../context.ts";
import type { AddressCeiling } from "./address-ceiling.ts";
import { problem, unavailable } from "./errors.ts";
import { recentNames } from "./recent-names.ts";
import { readTenant } from "./tenant-layer.ts";
import { tell } from "./threshold.ts";

/** Not asked of their objects again. A blog made meanwhile opens when the name is forgotten, at the latest. */
const nobodys = recentNames({ most: 5_000, forMs: 30_000 });
/** Open to an address that has asked for too many names that are nobody's, since others may share it. */
const somebodys = recentNames({ most: 5_000, forMs: 10 * 60_000 });

/** Names that are nobody's: each new one costs an object call, so an address may ask for so many. */
export interface Strangers {
  /** Refuses a name that was just nobody's, and an address that has asked for too many of those. */
  meet(c: Context<GroveEnv>, name: string): Promise<Response | undefined>;
  /** Refuses a name that has turned out to be nobody's. */
  refuse(c: Context<GroveEnv>, name: string): Promise<Response>;
  /** Whose a name is. The database is asked, unless it lately was; "down" if it cannot say. */
  recognize(c: Context<GroveEnv>, name: string): Promise<"somebodys" | "nobodys" | "down">;
  /** Remembers a name that has turned out to be somebody's. */
  befriend(name: string): void;
}

export function createStrangers(ceiling: AddressCeiling): Strangers {
  async function meet(c: Context<GroveEnv>, name: string): Promise<Response | undefined> {
    const now = Date.now();
    if (nobodys.has(name, now)) return await charge(c, name);
    if (somebodys.has(name, now)) return undefined;
    const refusal = ceiling.refusal(ceiling.claimsOf(c));
    return refusal && tell(await ceiling.refuse(c, refusal), refusal);
  }

  async function refuse(c: Context<GroveEnv>, name: string): Promise<Response> {
    nobodys.add(name, Date.now());
    return await charge(c, name);
  }

  async function charge(c: Context<GroveEnv>, name: string): Promise<Response> {
    const verdict = ceiling.check(ceiling.claimsOf(c));
    if (verdict.kind === "refused") return tell(await ceiling.refuse(c, verdict), verdict);
    return await problem(c, "unknown-tenant", { detail: `Nobody here has a blog called “${name}”.` });
  }

  async function recognize(c: Context<GroveEnv>, name: string): ReturnType<Strangers["recognize"]> {
    if (!somebodys.has(name, Date.now())) {
      const read = await readTenant(c, name);
      if (read.kind === "failed") return "down";
      if (!read.answer) return "nobodys";
    }
    befriend(name);
    return "somebodys";
  }

  function befriend(name: string): void {
    somebodys.add(name, Date.now());
  }

  return { meet, refuse, recognize, befriend };
}

/** Lets a request through only on the host of a blog that there is, for what comes before the blog counts it. */
export function onlySomebodys(ceiling: AddressCeiling) {
  const strangers = createStrangers(ceiling);
  return createMiddleware<GroveEnv>(async (c, next) => {
    const name = c.req.param("subdomain") ?? "";
    const stranger = await strangers.meet(c, name);
    if (stranger) return stranger;
    const whose = await strangers.recognize(c, name);
    if (whose === "down") return await unavailable(c);
    return whose === "somebodys" ? await next() : await strangers.refuse(c, name);
  });
}
