import type { RouteEntry } from "./route-entry.ts";
import { NewAppeal, OwnStanding } from "./standing.ts";

const OF_SESSION = {
  401: "the session has ended, or one is needed",
  429: "a limit of the user's own or of the address is used up, which is not held against anybody",
  503: "it cannot be asked just now",
};

/** What is open to who is blocked or banned everywhere else. It counts against no blog. */
export const STANDING_ROUTES: readonly RouteEntry[] = [
  {
    host: "tenant",
    method: "GET",
    path: "/api/standing",
    does: "Where the user of the session stands with the ladder, on all blogs. Answered also while they are barred.",
    session: "needed",
    answer: OwnStanding,
    answers: {
      200: "`{ level, until, appeal }`: `until` while the user is barred, `appeal` while one is open; times are in epoch milliseconds",
      ...OF_SESSION,
    },
  },
  {
    host: "tenant",
    method: "POST",
    path: "/api/standing/appeal",
    does: 'Asks an operator to look at it. The body is `{ "note": "…" }`, 1 to 500 characters. Heard from any user, barred or not; nothing is lifted by it.',
    session: "needed",
    body: NewAppeal,
    answers: {
      204: "it is on record, and open until an operator clears the user, or for thirty days",
      ...OF_SESSION,
      409: "one is open, and this one is not on record",
    },
  },
];
