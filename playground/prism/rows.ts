/** A row of a table that two tenants share, for the eye: nothing is run in the page. */
export interface SampleRow {
  readonly tenant: string;
  readonly says: string;
}

export const TENANTS = ["alice", "bob"] as const;
export type TenantName = (typeof TENANTS)[number];

/** Some rows of each table, of both tenants. */
export const SAMPLE: Readonly<Record<string, readonly SampleRow[]>> = {
  posts: [
    { tenant: "alice", says: "sowing-before-the-thaw" },
    { tenant: "alice", says: "too-many-courgettes" },
    { tenant: "bob", says: "chasing-a-hum" },
    { tenant: "bob", says: "washing-a-dial" },
  ],
  comments: [
    { tenant: "alice", says: "Mine came up in May." },
    { tenant: "bob", says: "It was the ground, then?" },
  ],
  notes: [
    { tenant: "alice", says: "Lovely garden." },
    { tenant: "bob", says: "Where is the shop?" },
  ],
  memberships: [
    { tenant: "alice", says: "alice is owner" },
    { tenant: "bob", says: "bob is owner" },
  ],
};
