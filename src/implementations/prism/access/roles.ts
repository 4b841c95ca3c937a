/** From the one who may do least to the one who may do everything: each may do what those before it may. */
export const ROLES = ["viewer", "author", "editor", "admin", "owner"] as const;
export type Role = (typeof ROLES)[number];

/** Everybody who is no member of the tenant, signed in or not. */
export const ANYBODY = "anybody";

/** A role, or none. */
export type Standing = Role | typeof ANYBODY;

export const STANDINGS = [ANYBODY, ...ROLES] as const;

/** Who asks, and when: `at` is in epoch milliseconds. */
export type Actor =
  | { readonly standing: typeof ANYBODY; readonly at: number }
  | { readonly standing: Role; readonly userId: string; readonly at: number };

/** Whether one standing is at least as high as another. */
export function isAtLeast(standing: Standing, least: Standing): boolean {
  return STANDINGS.indexOf(standing) >= STANDINGS.indexOf(least);
}
