import { begin } from "./new/begin.ts";
import { catalogueQuestions, planEntry, refuseTakenEntry } from "./new/entry.ts";

// `npm run new:entry -- lease`: a page of the catalogue, from which every list and filter takes it.

await begin({
  command: "new:entry",
  questionsOf: catalogueQuestions,
  refuseTaken: refuseTakenEntry,
  plan: planEntry,
  next: (slug) => [
    `npm run dev   its page, at /catalogue/${slug}/`,
    "npm test   the whole gate, which it passes as it is",
    "Its page is a draft, and npm run deploy refuses it, until its toDo is done and gone.",
  ],
});
