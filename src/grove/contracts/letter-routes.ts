import { LetterList } from "./letter.ts";
import { type RouteEntry, WITH_ROLE } from "./route-entry.ts";

const OF = "`:object` is `blog`, `post:` and a post's id, or `day:` and a UTC day, as the log names it.";

const ABSENT = "nothing is called so, or it has no such letter";

/** What could not be done and was set aside, for owners. */
export const LETTER_ROUTES: readonly RouteEntry[] = [
  {
    host: "tenant",
    method: "GET",
    path: "/api/letters/:object",
    does: `What an object of the blog could not do and has set aside, the oldest first. ${OF} For owners.`,
    session: "needed",
    answer: LetterList,
    answers: {
      200: "`{ letters: [{ id, from, what, body, why, at }] }`; `body` is JSON. None for what there is not",
      ...WITH_ROLE,
      404: "nothing is called so",
    },
  },
  {
    host: "tenant",
    method: "POST",
    path: "/api/letters/:object/:letter/replay",
    does: "Has a letter tried again, by its `id`: an event goes with the next flush, a timer at once. What fails again is set aside anew. A count that has changed since is there no more. For owners.",
    session: "needed",
    answers: {
      204: "it is no letter any more",
      ...WITH_ROLE,
      404: ABSENT,
      503: "more is waiting to be written than the object may hold",
    },
  },
  {
    host: "tenant",
    method: "DELETE",
    path: "/api/letters/:object/:letter",
    does: "Throws a letter away, and what it was for with it. Sent again, it changes nothing and is answered 404. For owners.",
    session: "needed",
    answers: { 204: "it is gone", ...WITH_ROLE, 404: ABSENT },
  },
];
