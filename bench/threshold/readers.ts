import type { RunningGrove } from "../kit/grove.ts";

/** The headers by which a reader is known. */
export type Reader = Readonly<Record<string, string>>;

const VISITS = 500;
/** A tenant lets 30 sign in a minute. Each then asks for 44 pages, which no limit of a user's own counts. */
export const USERS_A_ROUND = 25;

/** Readers who have not signed in: none comes near their address's ceiling, and no two requests in a row are from one. */
export const VISITORS: readonly Reader[] = Array.from({ length: VISITS }, (_, n) => ({
  "cf-connecting-ip": addressOf(n),
}));

/** Signs in the readers of a round, on its tenant's host. They read in no other. */
export async function signInAll(grove: RunningGrove, round: number): Promise<Reader[]> {
  return await Promise.all(
    Array.from({ length: USERS_A_ROUND }, async (_, i) => {
      const n = round * USERS_A_ROUND + i;
      const address = addressOf(VISITS + n);
      const cookie = await grove.signIn({ blog: `t${round}`, user: `u${n}`, address });
      return { "cf-connecting-ip": address, cookie };
    }),
  );
}

/** Sixty-four addresses are of one network, which is as many as Grove counts apart. */
function addressOf(n: number): string {
  return `10.0.${n >> 6}.${n & 63}`;
}
