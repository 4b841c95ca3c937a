import { createWindow } from "../window/window.ts";
import { createNetwork } from "./network.ts";
import { createReports, reportedPolicy } from "./optimistic.ts";
import { createReporter } from "./reporter.ts";
import { FROZEN_MS, type Outcome, type Trial } from "./simulation.ts";

export interface OptimisticSettings {
  readonly reportMs: number;
  readonly most: number;
}

/** As `simulateLeases`, with isolates that admit first and report later. */
export function simulateOptimistic(trial: Trial, settings: OptimisticSettings): Outcome {
  const { limit, windowMs, arrivals, random } = trial;
  const network = createNetwork(random, trial.faults);
  const end = arrivals.at(-1) ?? 0;
  const admitted: number[] = [];
  const deaths: number[] = [];
  let calls = 0;
  let born = 0;

  const window = createWindow(reportedPolicy({ limit, windowMs }));
  const reports = createReports({ limit, windowAt: () => window });
  const objectClock = network.clock(end, 1);
  const isolates = Array.from({ length: trial.isolates }, () => ({
    reporter: newReporter(),
    clock: network.clock(end, FROZEN_MS),
  }));
  type Isolate = (typeof isolates)[number];

  function newReporter(): ReturnType<typeof createReporter> {
    return createReporter({ id: String(born++), ...settings });
  }

  function arrive(isolate: Isolate, at: number): void {
    const { reporter, clock } = isolate;
    const taken = reporter.take(clock(at));
    if (taken.kind === "admitted") admitted.push(at);
    if (taken.kind === "unsure") send(isolate, at, (then) => retry(isolate, then));
    else if (reporter.isDue(clock(at))) send(isolate, at, () => {});
  }

  /** A request that waited for an answer is refused if the answer did not make room for it. */
  function retry({ reporter, clock }: Isolate, at: number): void {
    if (reporter.take(clock(at)).kind === "admitted") admitted.push(at);
  }

  function send(isolate: Isolate, at: number, whenTold: (at: number) => void): void {
    const { reporter, clock } = isolate;
    const report = reporter.report(clock(at));
    calls += 1;
    network.send(at, {
      deliver: (now) => reports.record(report, objectClock(now)),
      answered(answer, now) {
        reporter.told(report, answer, clock(now));
        if (isolate.reporter === reporter) whenTold(now);
        if (network.happens(network.faults.deaths))
          network.add(now + random() * 1_000, (then) => die(isolate, then));
      },
      failed: () => reporter.failed(report),
    });
  }

  function die(isolate: Isolate, at: number): void {
    deaths.push(at);
    isolate.reporter = newReporter();
  }

  for (const at of arrivals) {
    network.runUntil(at);
    const isolate = isolates[Math.floor(random() * isolates.length)];
    if (isolate) arrive(isolate, at);
  }
  network.runUntil(Infinity);
  return { admitted, calls, deaths };
}
