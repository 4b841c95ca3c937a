import type { Standing } from "#implementations/prism";
import type { CountedRequest } from "./contracts/sandbox.ts";
import type { TenantConfig } from "./contracts/tenant.ts";
import type { ShownTo } from "./storage/posts.ts";
import type { TenantData } from "./tenancy/open-tenant.ts";
import type { SealedEnv } from "./tenancy/sealed-env.ts";

/** What a request carries through Grove. */
export interface GroveEnv {
  Bindings: SealedEnv;
  Variables: {
    requestId: string;
    /** The tenant that the request was counted against: there for all that `limitTenant` lets through. */
    tenant: TenantConfig;
    /** Its data: the only way to any. */
    data: TenantData;
    /** How that count stands, for the same. */
    counted: CountedRequest | undefined;
    /** Who sent the request, if it came with a session that holds. */
    user?: {
      readonly id: string;
      readonly isShadowed: boolean;
      /** What they are in this tenant. */
      readonly standing: Standing;
    };
    /** Who sees the post that the request is about. */
    shownTo?: ShownTo;
    /** Which operator sent the request, where only operators may. */
    operator?: string;
    /** The versions of which the request says that one is what it was made from. */
    ifMatch?: readonly number[] | "any";
    /** A limit, the ladder or a lockout has refused the request: what it was charged on its way there is given back. */
    isDenied?: boolean;
    /** The user as whom somebody is trying to sign in. */
    account?: string;
    /** Of the account that somebody is trying to sign in to. */
    passphraseHash?: string;
  };
}
