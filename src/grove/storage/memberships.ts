import type { Role, TenantDatabase } from "#implementations/prism";
import type { Member, MemberChanged, MemberRemoved, Membership } from "../contracts/member.ts";
import { type Directory, entriesOf } from "../tenancy/directory.ts";

interface MemberRow {
  user_id: string;
  display_name: string;
  role: Role;
  created_at: number;
}

// By the name that requests come by, since who asks knows no other yet: the answer says whose it is.
const FIND = `
  SELECT memberships.tenant_id, memberships.role
  FROM memberships JOIN tenants ON tenants.id = memberships.tenant_id
  WHERE memberships.user_id = ? AND tenants.subdomain = ?`;

const LIST = `
  SELECT memberships.user_id, users.display_name, memberships.role, memberships.created_at
  FROM memberships JOIN users ON users.id = memberships.user_id
  ORDER BY memberships.created_at, memberships.user_id`;

const ROLE_OF = "SELECT role FROM memberships WHERE user_id = ?";

// A tenant keeps an owner: who is the only one can neither be made less nor go.
const HAS_OTHER_OWNER = "EXISTS (SELECT 1 FROM memberships WHERE user_id <> ?1 AND role = 'owner')";

// ?3 is whether owners may be made and unmade. All is decided where it is written: two who act at once cannot both win.
const CHANGE = `
  UPDATE memberships SET role = ?2
  WHERE user_id = ?1
    AND (?3 = 1 OR (role <> 'owner' AND ?2 <> 'owner'))
    AND (role <> 'owner' OR ?2 = 'owner' OR ${HAS_OTHER_OWNER})`;

const REMOVE = `
  DELETE FROM memberships
  WHERE user_id = ?1
    AND (?2 = 1 OR role <> 'owner')
    AND (role <> 'owner' OR ${HAS_OTHER_OWNER})`;

/** The membership that a user has in the tenant of this name, if there is one. */
export async function findMembership(
  directory: Directory,
  userId: string,
  subdomain: string,
): Promise<Membership | undefined> {
  const row = await entriesOf(directory)
    .prepare(FIND)
    .bind(userId, subdomain)
    .first<{ tenant_id: string; role: Role }>();
  return row ? { tenantId: row.tenant_id, role: row.role } : undefined;
}

/** The members of one tenant. There is no way to a membership but through its tenant. */
export interface Members {
  /** Those who have been members longest come first. */
  list(): Promise<Member[]>;
  roleOf(userId: string): Promise<Role | undefined>;
  /** Gives a member another role. `mayOwners` says whether the role may be, or may have been, an owner's. */
  change(userId: string, role: Role, mayOwners: boolean): Promise<MemberChanged>;
  /** Ends a membership; one that there is not has ended. */
  remove(userId: string, mayOwners: boolean): Promise<MemberRemoved>;
}

export function membersOf(db: TenantDatabase): Members {
  async function roleOf(userId: string): Promise<Role | undefined> {
    return (await db.prepare(ROLE_OF).bind(userId).first<Role>("role")) ?? undefined;
  }

  return {
    async list() {
      const { results } = await db.prepare(LIST).all<MemberRow>();
      return results.map(toMember);
    },
    roleOf,
    async change(userId, role, mayOwners) {
      const statement = db.prepare(CHANGE).bind(userId, role, Number(mayOwners));
      if ((await statement.run()).meta.changes > 0) return { kind: "changed" };
      const before = await roleOf(userId);
      if (before === undefined) return { kind: "absent" };
      return { kind: mayOwners ? "last owner" : "denied" };
    },
    async remove(userId, mayOwners) {
      const statement = db.prepare(REMOVE).bind(userId, Number(mayOwners));
      if ((await statement.run()).meta.changes > 0) return { kind: "removed" };
      const before = await roleOf(userId);
      if (before === undefined) return { kind: "absent" };
      return { kind: mayOwners ? "last owner" : "denied" };
    },
  };
}

function toMember({
  user_id: userId,
  display_name: displayName,
  role,
  created_at: since,
}: MemberRow): Member {
  return { userId, displayName, role, since };
}
