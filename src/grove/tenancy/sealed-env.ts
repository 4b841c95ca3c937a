/** What holds the data of all tenants, or names objects of theirs. */
type Guarded = "ANALYTICS" | "DB" | "MEDIA" | "POSTS" | "TENANTS";

/**
 * The bindings as all of Grove sees them: none by which one could reach a tenant's data past its capability. The parts of
 * this folder open it, each for one purpose; the linter keeps `unseal` in here.
 */
export type SealedEnv = Omit<Env, Guarded>;

/** The bindings as they are. */
export function unseal(env: SealedEnv): Env {
  return env as Env;
}
