import { createInterface } from "node:readline/promises";
import type { Ask } from "./questions.ts";

/** Asks on the terminal, or reads the answers from what is piped in, a line for each. */
export function openTerminal(): { ask: Ask; close: () => void } {
  const lines = createInterface({ input: process.stdin });
  const answers = lines[Symbol.asyncIterator]();
  return {
    async ask(prompt) {
      process.stdout.write(prompt);
      const { value, done } = await answers.next();
      return done ? undefined : value;
    },
    close: () => lines.close(),
  };
}
