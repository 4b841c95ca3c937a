import type { Counters, Verdict } from "#implementations/threshold";

/** Logs what policies on trial would have refused, so that they can be judged before they are enforced. */
export function logDryRuns(
  { wouldRefuse }: Verdict,
  counters: Counters,
  whose: Record<string, string>,
): void {
  for (const policy of wouldRefuse) {
    const would = counters.dryRuns()[policy];
    console.log(JSON.stringify({ level: "info", event: "would refuse", policy, ...whose, would }));
  }
}
