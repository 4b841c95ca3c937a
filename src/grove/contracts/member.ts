import { type Role as RoleName, ROLES } from "#implementations/prism";
import { z } from "zod";

const Role = z.enum(ROLES);

/** What a user is in one tenant. */
export interface Membership {
  readonly tenantId: string;
  readonly role: RoleName;
}

/** A member as the other members see them; `since` is in epoch milliseconds. */
export const Member = z.object({
  userId: z.string(),
  displayName: z.string(),
  role: Role,
  since: z.number(),
});
export type Member = Readonly<z.infer<typeof Member>>;

export const MemberList = z.object({ members: z.array(Member) });
export type MemberList = z.infer<typeof MemberList>;

/** What changing a member asks for. */
export const MemberChange = z.strictObject({ role: Role });

type Refused =
  /** The user is no member. */
  | { readonly kind: "absent" }
  /** It would have taken an owner. */
  | { readonly kind: "denied" }
  /** Nobody would be left to own the tenant. */
  | { readonly kind: "last owner" };

export type MemberChanged = { readonly kind: "changed" } | Refused;
export type MemberRemoved = { readonly kind: "removed" } | Refused;
