const GB = 1_000_000_000;

/** What a tenant's plan has room for. `Infinity` is no bound; bytes are counted as disks are sold, a GB being 10^9. */
export interface Features {
  readonly posts: number;
  readonly storageBytes: number;
}

export type Feature = keyof Features;

// #region features
export const TIER_FEATURES = {
  seedling: { posts: 100, storageBytes: GB },
  sapling: { posts: Infinity, storageBytes: 5 * GB },
  oak: { posts: Infinity, storageBytes: 20 * GB },
  evergreen: { posts: Infinity, storageBytes: 100 * GB },
} as const satisfies Readonly<Record<string, Features>>;
// #endregion features

/** How much of a feature a tier has. */
export function featureOf(tier: keyof typeof TIER_FEATURES, feature: Feature): number {
  return TIER_FEATURES[tier][feature];
}
