import type { Answer } from "./answer.ts";
import { nameOf, whose } from "./layers.ts";
import { type LayerState, partOf } from "./windows.ts";
import { inWords } from "./words.ts";

interface After {
  readonly layers: readonly LayerState[];
  readonly turnedAway: number;
  readonly last: Answer;
}

/** What came of a batch, in a sentence; with a running count, so that the same again can be told from before. */
export function describeAnswers({ layers, turnedAway, last }: After, answers: readonly Answer[]): string {
  const told = layers.filter(({ policy }) => last.told[policy.name] !== undefined);
  const of = (kind: Answer["kind"]): number => answers.filter((answer) => answer.kind === kind).length;
  const refusing = layers.filter((layer) => answers.some((answer) => partOf(layer, answer) === "refused"));
  const limits = refusing.map(nameOf).join(" and ");
  const parts = [
    { count: of("allowed"), did: "allowed" },
    { count: of("refused"), did: `refused by ${limits}` },
    { count: of("barred"), did: "barred by the ladder" },
  ].filter(({ count }) => count > 0);

  const [first] = parts;
  const only = parts.length === 1 ? first : undefined;
  const what = only ? allOf(only) : parts.map(({ count, did }) => `${count} ${did}`).join(", ");
  if (only?.did === "allowed") return `${what}: ${describeUse(told)}.`;
  const soFar = only ? `, ${turnedAway} so far` : "";
  const wait = last.retryAfter === undefined ? "" : `; come back in ${inWords(last.retryAfter * 1000)}`;
  return `${what}${soFar}${wait}.`;
}

function allOf({ count, did }: { readonly count: number; readonly did: string }): string {
  return count === 1 ? did.charAt(0).toUpperCase() + did.slice(1) : `All ${count} ${did}`;
}

/** How much of each limit is used. */
export function describeUse(layers: readonly LayerState[]): string {
  return layers
    .map((layer) => `${whose(layer)} ${layer.admitted.length} of ${layer.policy.limit}`)
    .join(", ");
}
