/** Checks of answers: each says what is wrong in a sentence, and nothing where nothing is. */
type Check = (answer: string) => string | undefined;

/** One of some words. */
export function oneOf(allowed: readonly (string | number)[]): Check {
  return (answer) =>
    allowed.map(String).includes(answer) ? undefined : `It is one of ${allowed.join(", ")}.`;
}

/** Some of some words, with commas between. */
export function someOf(allowed: readonly string[]): Check {
  return (answer) => {
    const unknown = listOf(answer).filter((word) => !allowed.includes(word));
    if (unknown.length === 0 && listOf(answer).length > 0) return undefined;
    return `They are some of ${allowed.join(", ")}, with commas between; unknown: ${unknown.join(", ") || "nothing given"}.`;
  };
}

/** One of some words and a part of it, with a slash between. */
export function partOf(whole: Readonly<Record<string, readonly string[]>>): Check {
  return (answer) => {
    const [name = "", part = ""] = answer.split("/");
    const parts = whole[name];
    if (parts === undefined)
      return `It is one of ${Object.keys(whole).join(", ")}, with a slash and its part.`;
    if (`${name}/${part}` === answer && parts.includes(part)) return undefined;
    return `${name} has the parts ${parts.join(", ")}: write it as ${name}/${parts[0]}.`;
  };
}

/** A step of each scale, with slashes between. */
export function stepOfEach(scales: Readonly<Record<string, readonly string[]>>): Check {
  const names = Object.keys(scales);
  return (answer) => {
    const steps = answer.split("/");
    const isRight = names.every((name, index) => scales[name]?.includes(steps[index] ?? ""));
    if (isRight && steps.length === names.length) return undefined;
    const told = names.map((name) => `${name} is one of ${scales[name]?.join(", ")}`);
    return `It is written as ${names.join("/")}: ${told.join("; ")}.`;
  };
}

/** Names with commas between, or the word for none. */
export const areNames: Check = (answer) =>
  listOf(answer).length > 0 ? undefined : "They are names with commas between, or none.";

/** The words of a list with commas between. */
export function listOf(answer: string): string[] {
  return answer
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

export const isTitle: Check = (answer) =>
  /^[A-Z][A-Za-z0-9 -]{1,40}$/.test(answer)
    ? undefined
    : "A title begins with a capital and has letters, digits, spaces and hyphens, up to 41 in all.";

export const isQuestion: Check = (answer) =>
  /^\S.*\?$/.test(answer) ? undefined : "It is one sentence that ends with a question mark.";

export const isDescription: Check = (answer) =>
  answer.length >= 80 && answer.length <= 160
    ? undefined
    : `It has ${answer.length} characters: 80 to 160 are wanted, for search results.`;
