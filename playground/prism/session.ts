import type { StatementOutcome } from "#grove/contracts/statement";
import { EXAMPLES } from "./attacks.ts";
import type { LiveShare, Trouble } from "./live.ts";
import { type Rewriting, rewrite } from "./rewriting.ts";
import type { TenantName } from "./rows.ts";

interface Outside {
  open(): Promise<LiveShare | Trouble>;
  /** Told of every change. */
  changed(): void;
}

/** One reader's use of the demo: what they typed is never lost, and what goes wrong is said. */
export class Session {
  sql = EXAMPLES[0]?.sql ?? "";
  tenant: TenantName = "alice";
  news = "";
  /** Grows with each piece of news, so that the same words can be told anew. */
  edition = 0;
  trouble = "";
  isBusy = false;
  isLive = false;
  outcome: StatementOutcome | undefined;
  #share: LiveShare | undefined;
  readonly #outside: Outside;

  constructor(outside: Outside) {
    this.#outside = outside;
  }

  /** What Prism makes of what stands in the box. */
  get rewriting(): Rewriting {
    return rewrite(this.sql);
  }

  get share(): LiveShare | undefined {
    return this.isLive ? this.#share : undefined;
  }

  type(sql: string): void {
    this.sql = sql;
    this.outcome = undefined;
    this.trouble = "";
    this.news = "";
    this.#outside.changed();
  }

  choose(tenant: TenantName): void {
    this.tenant = tenant;
    this.#outside.changed();
  }

  async goLive(isLive: boolean): Promise<void> {
    await this.#alone(async () => {
      this.outcome = undefined;
      if (!isLive) {
        this.isLive = false;
        return "Rewritten in this page, and run nowhere.";
      }
      this.#share ??= this.#unless(await this.#outside.open());
      this.isLive = this.#share !== undefined;
      return this.isLive ? "This runs statements on this Worker's own D1." : undefined;
    });
  }

  /** Runs the statement on the real database, where it is not refused before. */
  async run(): Promise<void> {
    await this.#alone(async () => {
      this.outcome = this.#share && this.#unless(await this.#share.run(this.sql));
      return this.outcome && tell(this.outcome);
    });
  }

  /** What there is to go on with; trouble is told. */
  #unless<Found extends object>(found: Found | Trouble): Found | undefined {
    if (!isTrouble(found)) return found;
    this.trouble = found.why;
    return undefined;
  }

  async #alone(act: () => Promise<string | undefined>): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    this.trouble = "";
    this.#outside.changed();
    try {
      const news = await act();
      this.news = news ?? "";
      this.edition += 1;
    } finally {
      this.isBusy = false;
      this.#outside.changed();
    }
  }
}

function isTrouble(found: object): found is Trouble {
  return "kind" in found && found.kind === "trouble";
}

function tell({ rows, more, changes }: StatementOutcome): string {
  const shown = `${rows.length}${more ? " and more" : ""} ${rows.length === 1 && !more ? "row" : "rows"}`;
  return changes > 0 ? `${shown}; ${changes} changed.` : `${shown}.`;
}
