import { mostInAnyWindow } from "../../src/implementations/threshold/window/oracle.ts";
import type { Shape } from "./traces.ts";

/** What came of one trace. */
export interface Row {
  readonly group: string;
  readonly trace: string;
  readonly limit: number;
  readonly load: number;
  readonly isolates?: number;
  readonly requests: number;
  /** The most admitted in any trailing window, in limits. */
  readonly most: number;
  /** Admitted, in what an exact log admits of the same requests. */
  readonly share: number;
  /** The most admitted in any trailing window, in the bound that is promised for it. */
  readonly ofBound?: number;
  readonly bound?: number;
  readonly callsPer100?: number;
}

export interface Ran extends Shape {
  readonly group: string;
  readonly trace: string;
  readonly requests: number;
  readonly admitted: readonly number[];
  readonly admittedExactly: number;
}

export function rowOf(ran: Ran): Row {
  const { group, trace, limit, load, requests, admitted, admittedExactly, windowMs } = ran;
  return {
    group,
    trace,
    limit,
    load,
    requests,
    most: mostInAnyWindow(admitted, windowMs) / limit,
    share: admittedExactly === 0 && admitted.length === 0 ? 1 : admitted.length / admittedExactly,
  };
}

export function mostOf(rows: readonly Row[]): number {
  return Math.max(...rows.map(({ most }) => most));
}

/** In per cent. */
export function leastOf(rows: readonly Row[]): number {
  return 100 * Math.min(...rows.map(({ share }) => share));
}

function ofBoundMost(rows: readonly Row[]): string {
  return (100 * Math.max(...rows.map(({ ofBound = 0 }) => ofBound))).toFixed(1);
}

/** A line for each group and load: the most and the least of its traces. */
export function tableOf(rows: readonly Row[]): string {
  const lines = new Map<string, Row[]>();
  for (const row of rows) {
    const name = [
      row.group.padEnd(34),
      String(row.isolates ?? "").padStart(8),
      String(row.load).padStart(6),
    ].join("");
    lines.set(name, [...(lines.get(name) ?? []), row]);
  }
  const head = `${"".padEnd(34)}isolates  load  traces    requests  most ÷ limit  of bound, %  bound ÷ limit  admitted ÷ exact, %  calls ÷ 100`;
  const body = [...lines].map(([name, of]) => {
    const requests = of.reduce((sum, row) => sum + row.requests, 0);
    const calls = of.flatMap((row) => row.callsPer100 ?? []);
    const bounds = of.flatMap((row) => row.bound ?? []);
    return [
      name,
      String(of.length).padStart(8),
      String(requests).padStart(12),
      mostOf(of).toFixed(3).padStart(14),
      (bounds.length > 0 ? ofBoundMost(of) : "").padStart(13),
      (bounds.length > 0 ? Math.min(...bounds).toFixed(3) : "").padStart(15),
      leastOf(of).toFixed(2).padStart(21),
      (calls.length > 0 ? Math.max(...calls).toFixed(1) : "").padStart(13),
    ].join("");
  });
  return [head, ...body].join("\n");
}
