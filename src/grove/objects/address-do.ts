import { DurableObject } from "cloudflare:workers";
import {
  type Claim,
  type Counters,
  createCounters,
  createSqlWindowStore,
  type Receipt,
  type Verdict,
} from "#implementations/threshold";
import { logDryRuns } from "./dry-runs.ts";

/**
 * The counts of a share of all client addresses. An object for each address would let whoever has many addresses make
 * as many objects. Windows of a minute live in memory; longer ones survive eviction, at one row written for each
 * request that is let through.
 */
export class AddressDO extends DurableObject<Env> {
  readonly #counters: Counters = createCounters({
    id: crypto.randomUUID(),
    store: createSqlWindowStore(this.ctx.storage.sql),
  });

  /** Takes from every claim's window, or refuses and takes from none. */
  checkAddress(claims: readonly Claim[]): Verdict {
    const verdict = this.#counters.check(claims, Date.now());
    logDryRuns(verdict, this.#counters, { object: this.ctx.id.name ?? "" });
    return verdict;
  }

  /** Gives back what a request took that another object then refused. */
  refund(receipt: Receipt): void {
    this.#counters.refund(receipt, Date.now());
  }
}
