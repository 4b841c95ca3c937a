import type { Term } from "./vocabulary.ts";

export interface Matrix extends Term {
  readonly rows: Readonly<Record<string, Term>>;
}

/**
 * The problem matrices. Availability, scalability and consistency are read off the study; performance was named there
 * and never written; operations holds what the four do not ask, so that no entry is without a problem.
 */
export const MATRICES = {
  availability: {
    title: "Availability",
    meaning: "The system should answer although a part of it does not.",
    rows: {
      "single-point-of-failure": {
        title: "Single point of failure",
        meaning: "One machine, and everything stops with it.",
      },
      "cascading-failures": {
        title: "Cascading failures",
        meaning: "A part that hangs makes those hang that call it.",
      },
      overload: { title: "Overload", meaning: "More is asked than can be done." },
      "network-partitions": {
        title: "Network partitions",
        meaning: "Machines run and cannot hear each other.",
      },
    },
  },
  scalability: {
    title: "Scalability",
    meaning: "What works for one machine must work for many.",
    rows: {
      "data-volume": { title: "Data volume", meaning: "The data no longer fits one machine." },
      "request-volume": {
        title: "Request volume",
        meaning: "One machine can no longer answer all requests.",
      },
      "geographic-scale": { title: "Geographic scale", meaning: "Readers and writers are far apart." },
    },
  },
  consistency: {
    title: "Consistency",
    meaning: "Several places should tell one story.",
    rows: {
      "distributed-state": { title: "Distributed state", meaning: "Machines must agree on a value." },
      "concurrent-updates": {
        title: "Concurrent updates",
        meaning: "Two writers change one thing at a time.",
      },
      "eventual-consistency": {
        title: "Eventual consistency",
        meaning: "Copies differ for a while and must meet again.",
      },
    },
  },
  performance: {
    title: "Performance",
    meaning: "The answer is right and comes too late.",
    rows: {
      "slow-reads": { title: "Slow reads", meaning: "Reading takes long, again and again for the same." },
      "slow-writes": { title: "Slow writes", meaning: "Writers wait for a disk or for a far machine." },
      "hot-keys": { title: "Hot keys", meaning: "Most requests are for a few of the keys." },
      "tail-latency": {
        title: "Long tail latency",
        meaning: "Most answers are quick, and some are very slow.",
      },
    },
  },
  operations: {
    title: "Operations",
    meaning: "The system must be changed, seen, paid for and trusted.",
    rows: {
      change: { title: "Change", meaning: "Parts must change without stopping each other." },
      insight: { title: "Insight", meaning: "Nobody can say what the system is doing, or why." },
      cost: { title: "Cost", meaning: "The bill grows faster than the use." },
      trust: { title: "Trust", meaning: "Somebody must not read, write or deny something." },
      "data-use": { title: "Use of data", meaning: "Data lies there and cannot be asked." },
      devices: { title: "Devices", meaning: "Power, bandwidth and connection are scarce." },
      place: { title: "Place", meaning: "Questions are about where things are." },
    },
  },
} as const satisfies Readonly<Record<string, Matrix>>;

export type MatrixId = keyof typeof MATRICES;

/** The rows of a matrix, with their ids, in the catalogue's order. */
export function rowsOf(matrix: MatrixId): Readonly<Record<string, Term>> {
  return MATRICES[matrix].rows;
}
