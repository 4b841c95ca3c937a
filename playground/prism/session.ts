import type { StatementOutcome } from "#grove/contracts/statement";
import { EXAMPLES } from "./attacks.ts";
import type { Trouble } from "../kit/sandbox.ts";
import { Turns } from "../kit/turns.ts";
import type { LiveShare } from "./live.ts";
import { type Rewriting, rewrite } from "./rewriting.ts";
import type { TenantName } from "./rows.ts";

interface Outside {
  readonly open: () => Promise<LiveShare | Trouble>;
  /** Told of every change. */
  readonly changed: () => void;
}

/** One reader's use of the demo: what they typed is never lost. */
export class Session extends Turns {
  sql = EXAMPLES[0]?.sql ?? "";
  tenant: TenantName = "alice";
  isLive = false;
  outcome: StatementOutcome | undefined;
  #share: LiveShare | undefined;
  readonly #open: Outside["open"];

  constructor({ open, changed }: Outside) {
    super(changed);
    this.#open = open;
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
    this.tellChange();
  }

  choose(tenant: TenantName): void {
    this.tenant = tenant;
    this.tellChange();
  }

  async goLive(isLive: boolean): Promise<void> {
    await this.alone(async () => {
      this.outcome = undefined;
      if (!isLive) {
        this.isLive = false;
        return "Rewritten in this page, and run nowhere.";
      }
      this.#share ??= this.unless(await this.#open());
      this.isLive = this.#share !== undefined;
      return this.isLive ? "This runs statements on this Worker's own D1." : undefined;
    });
  }

  /** Runs the statement on the real database, where it is not refused before. */
  async run(): Promise<void> {
    await this.alone(async () => {
      this.news = "";
      this.outcome = this.#share && this.unless(await this.#share.run(this.sql));
      return this.outcome && tell(this.outcome);
    });
  }
}

function tell({ rows, more, changes }: StatementOutcome): string {
  const shown = `${rows.length}${more ? " and more" : ""} ${rows.length === 1 && !more ? "row" : "rows"}`;
  return changes > 0 ? `${shown}; ${changes} changed.` : `${shown}.`;
}
