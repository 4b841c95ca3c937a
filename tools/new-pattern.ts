import { begin } from "./new/begin.ts";
import { patternQuestions, planPattern, refuseTakenPattern } from "./new/pattern.ts";

// `npm run new:pattern -- lantern`: a pattern with its code, tests, page, demo and place in every list.

await begin({
  command: "new:pattern",
  questionsOf: patternQuestions,
  refuseTaken: refuseTakenPattern,
  plan: planPattern,
  next: (slug) => [
    `npm run specs -- ${slug}   its specs and tests`,
    "npm run dev   its page, with its demo",
    "npm test   the whole gate, which it passes as it is",
    "Its page is a draft, and npm run deploy refuses it, until its toDo is done and gone.",
  ],
});
