import { type RouteEntry, WITH_SESSION } from "./route-entry.ts";

const COMMENT = "`{ id, text, authorId, parentId, at }`";

/** What readers do with a post. A session of a sandbox's account is the only one there is so far. */
export const POST_ROUTES: readonly RouteEntry[] = [
  {
    host: "tenant",
    method: "GET",
    path: "/api/posts/:post/reactions",
    does: "How many reactions of each kind a published post has, by its id.",
    answers: { 200: "`{ like, love, insightful }`", 404: "no such post" },
  },
  {
    host: "tenant",
    method: "POST",
    path: "/api/posts/:post/reactions",
    does: 'Adds a reaction, or takes it back. The body is `{ "type": "like" }`; with `"on": true` or `false` it may be sent again. It needs a session.',
    answers: {
      200: "`{ added, newCount }`",
      ...WITH_SESSION,
      404: "no such post",
      429: "a limit is used up",
      503: "the user is to slow down, or more is waiting to be written than the post may hold",
    },
  },
  {
    host: "tenant",
    method: "GET",
    path: "/api/posts/:post/comments",
    does: "The newest fifty comments, those on their way to the database too.",
    answers: { 200: `\`{ comments }\`, newest first, each ${COMMENT}`, 404: "no such post" },
  },
  {
    host: "tenant",
    method: "POST",
    path: "/api/posts/:post/comments",
    does: 'Adds a comment. The body is `{ "text": "…", "parentId": "…" }`, 1 to 2,000 characters, and `parentId` the comment that it answers, if any. It needs a session. Sent twice, it is two comments.',
    answers: {
      201: COMMENT,
      ...WITH_SESSION,
      404: "no such post",
      429: "a limit is used up",
      503: "the user is to slow down, or more is waiting to be written than the post may hold",
    },
  },
];
