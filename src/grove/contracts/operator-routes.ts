import { NewClearing, UserAbuse } from "./operator.ts";
import type { RouteEntry } from "./route-entry.ts";

const FOR_OPERATORS = {
  401: "this is no operator's key",
  404: "there is no such user; or this server has no operators: then everything here is 404",
  429: "ten wrong keys came from the address within an hour: it is not heard with the right one either",
};

/** What is held against a user, on all blogs: for those who run the server. */
export const OPERATOR_ROUTES: readonly RouteEntry[] = [
  {
    host: "apex",
    method: "GET",
    path: "/api/operator/users/:user/abuse",
    does: "What is held against a user, by their id, and how it came about. For operators, whose key is sent as `Authorization: Bearer …`.",
    isOperators: true,
    answer: UserAbuse,
    answers: {
      200: "`{ userId, level, until, violations, bans, shadowedUntil, appeal, events }`; what is not running is left out",
      ...FOR_OPERATORS,
    },
  },
  {
    host: "apex",
    method: "DELETE",
    path: "/api/operator/users/:user/abuse",
    does: 'Lifts all that is held against a user, the shadow ban too, and decides their appeal. The body is `{ "reason": "…" }`, 1 to 500 characters. For operators; who it was is on record.',
    isOperators: true,
    body: NewClearing,
    answers: { 204: "it is lifted; who was just refused is served within a minute", ...FOR_OPERATORS },
  },
];
