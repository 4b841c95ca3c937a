import type { Batch, Sink, Written } from "./sink.ts";
import type { Json } from "./streams.ts";

export interface MemorySink extends Sink {
  /** All rows of a stream, in the order they were written. There is no key: what comes twice stands here twice. */
  rows(stream: string): readonly Json[];
  /** How many batches were written. */
  batches(): number;
}

/** The twin of D1 in memory, for a demo and for tests. */
export function createMemorySink(most: Sink["most"] = { events: 1_000, bytes: 1_900_000 }): MemorySink {
  const marks = new Map<string, number>();
  const tables = new Map<string, Json[]>();
  let batches = 0;

  async function write({ source, epoch, after, to, rows }: Batch): Promise<Written> {
    const key = JSON.stringify([source, epoch]);
    const mark = marks.get(key) ?? 0;
    if (mark !== after) return { kind: "elsewhere", mark };
    marks.set(key, to);
    for (const [stream, own] of rows) tables.set(stream, [...(tables.get(stream) ?? []), ...own]);
    batches += 1;
    return { kind: "written" };
  }

  return {
    write,
    isPoison: () => false,
    most,
    rows: (stream) => tables.get(stream) ?? [],
    batches: () => batches,
  };
}
