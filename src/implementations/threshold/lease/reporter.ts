import type { Report, ReportAnswer } from "./optimistic.ts";

export type Admitted = { readonly kind: "admitted" };
export type Full = { readonly kind: "refused"; readonly retryAt: number };
/** Nothing more may be admitted before the object has answered a report. */
export type Unsure = { readonly kind: "unsure" };

/** The isolate's side of an optimistic limit. Times are epoch milliseconds by its own clock, which may be any. */
export interface Reporter {
  take(now: number): Admitted | Full | Unsure;
  /** Whether it is time to report, in the background. */
  isDue(now: number): boolean;
  report(now: number): Report;
  told(report: Report, answer: ReportAnswer, now: number): void;
  /** The report or its answer was lost: it is told again. */
  failed(report: Report): void;
}

export interface ReporterOptions {
  /** This isolate, and no other that ever lived. */
  readonly id: string;
  /** How old an admission grows before it is reported, if requests keep coming. */
  readonly reportMs: number;
  /** How many admissions there may be that the object is not known to have counted: `unreported` of the bound. */
  readonly most: number;
}

export function createReporter({ id, reportMs, most }: ReporterOptions): Reporter {
  let admitted = 0;
  let acknowledged = 0;
  let sent = 0;
  /** When the first admission after the last report was made. */
  let firstUnsentAt = 0;
  let latest = -Infinity;
  /** Until how many admissions there was room when last told. Nothing is known at first, and that is optimistic. */
  let roomUpTo = Infinity;
  let lastOrder = -Infinity;
  let fullUntil = -Infinity;

  function take(now: number): Admitted | Full | Unsure {
    // A clock that stepped back no longer tells how long to wait: so it is asked again.
    if (now < latest) fullUntil = -Infinity;
    latest = now;
    if (now < fullUntil) return { kind: "refused", retryAt: fullUntil };
    if (admitted >= roomUpTo || admitted - acknowledged >= most) return { kind: "unsure" };
    if (admitted === sent) firstUnsentAt = now;
    admitted += 1;
    return { kind: "admitted" };
  }

  /** Half of what may be unreported is told early, so that the answer is there before the rest is used. */
  function isDue(now: number): boolean {
    const unsent = admitted - sent;
    return unsent > 0 && (unsent >= most / 2 || Math.abs(now - firstUnsentAt) >= reportMs);
  }

  function report(now: number): Report {
    latest = now;
    sent = admitted;
    return { from: id, upTo: admitted, count: admitted - acknowledged };
  }

  function told({ upTo }: Report, { at, order, remaining, retryAt }: ReportAnswer, now: number): void {
    acknowledged = Math.max(acknowledged, upTo);
    if (order < lastOrder) return;
    lastOrder = order;
    roomUpTo = upTo + remaining;
    fullUntil = retryAt === undefined ? -Infinity : now + (retryAt - at);
  }

  function failed({ upTo }: Report): void {
    if (sent === upTo) sent = acknowledged;
  }

  return { take, isDue, report, told, failed };
}
