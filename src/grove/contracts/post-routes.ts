import { Comment, CommentList, NewComment } from "./comment.ts";
import { PostChange, PostDraft, PostPage, PostQuery, WholePost } from "./post.ts";
import { NewReaction, Reacted, ReactionCounts } from "./reaction.ts";
import { type RouteEntry, WITH_ROLE, WITH_SESSION } from "./route-entry.ts";

const POST =
  "`{ id, slug, title, description, markdown, authorId, status, publishedAt, createdAt, updatedAt, version }`";

const ABSENT = "no such post, or none that the sender may see";

/** A change of a post that was read says which version that was. */
const WITH_VERSION = {
  ...WITH_ROLE,
  404: ABSENT,
  412: "the post is of another version by now, which `ETag` names",
  428: "`If-Match` is missing: the ETag of what was read, or `*`",
};

const COMMENT = "`{ id, text, authorId, parentId, at }`";

/** What readers do with a post. A session of a sandbox's account is the only one there is so far. */
export const POST_ROUTES: readonly RouteEntry[] = [
  {
    host: "tenant",
    method: "GET",
    path: "/api/posts/:post/reactions",
    does: "How many reactions of each kind a published post has, by its id.",
    session: "optional",
    answer: ReactionCounts,
    answers: { 200: "`{ like, love, insightful }`", 404: "no such post" },
  },
  {
    host: "tenant",
    method: "POST",
    path: "/api/posts/:post/reactions",
    does: 'Adds a reaction, or takes it back. The body is `{ "type": "like" }`; with `"on": true` or `false` it may be sent again. It needs a session.',
    session: "needed",
    body: NewReaction,
    answer: Reacted,
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
    session: "optional",
    answer: CommentList,
    answers: { 200: `\`{ comments }\`, newest first, each ${COMMENT}`, 404: "no such post" },
  },
  {
    host: "tenant",
    method: "POST",
    path: "/api/posts/:post/comments",
    does: 'Adds a comment. The body is `{ "text": "…", "parentId": "…" }`, 1 to 2,000 characters, and `parentId` the comment that it answers, if any. It needs a session. Sent twice, it is two comments.',
    session: "needed",
    body: NewComment,
    answer: Comment,
    answers: {
      201: COMMENT,
      ...WITH_SESSION,
      404: "no such post",
      429: "a limit is used up",
      503: "the user is to slow down, or more is waiting to be written than the post may hold",
    },
  },
];

/** What those who write do with posts. Everybody reads what is published. */
export const DESK_ROUTES: readonly RouteEntry[] = [
  {
    host: "tenant",
    method: "GET",
    path: "/api/posts",
    does: "Posts, those made last first, twenty to a page (`?limit=`, up to 100). Members see all of them, and everybody else what is published; `?status=draft` asks for some. `?cursor=` takes the `next` of the page before.",
    session: "optional",
    query: PostQuery,
    answer: PostPage,
    answers: { 200: "`{ posts, next }`, without their text", 400: "a parameter is not what was asked for" },
  },
  {
    host: "tenant",
    method: "POST",
    path: "/api/posts",
    does: 'Adds a draft. The body is `{ "slug": "…", "title": "…", "description": "…", "markdown": "…" }`. For authors.',
    session: "needed",
    body: PostDraft,
    answer: WholePost,
    answers: {
      201: `${POST}, its \`ETag\` and its \`Location\``,
      401: WITH_ROLE[401],
      403: "the user's role does not allow it, the plan has no room for another post (`violated-policies` says `posts`), or the user is barred",
      409: "another post has this slug",
    },
  },
  {
    host: "tenant",
    method: "GET",
    path: "/api/posts/:post",
    does: "One post, by its id.",
    session: "optional",
    answer: WholePost,
    answers: {
      200: `${POST} and its \`ETag\``,
      304: "it is the one that `If-None-Match` names",
      404: ABSENT,
    },
  },
  {
    host: "tenant",
    method: "PATCH",
    path: "/api/posts/:post",
    does: "Changes what the body names of `slug`, `title`, `description` and `markdown`. For editors, and for authors of their own posts.",
    session: "needed",
    body: PostChange,
    answer: WholePost,
    answers: { 200: POST, ...WITH_VERSION, 409: "another post has this slug" },
  },
  {
    host: "tenant",
    method: "DELETE",
    path: "/api/posts/:post",
    does: "Deletes a post with its comments and reactions. Sent again, it changes nothing and is answered 404. For editors, and for authors of their own posts.",
    session: "needed",
    answers: { 204: "it is deleted", ...WITH_VERSION },
  },
  {
    host: "tenant",
    method: "POST",
    path: "/api/posts/:post/publish",
    does: "Shows a post to everybody, from now on or from when it was first shown. For editors, and for authors of their own posts.",
    session: "needed",
    answer: WholePost,
    answers: { 200: POST, ...WITH_VERSION },
  },
  {
    host: "tenant",
    method: "POST",
    path: "/api/posts/:post/archive",
    does: "Takes a post back from readers, and keeps it. For editors, and for authors of their own posts.",
    session: "needed",
    answer: WholePost,
    answers: { 200: POST, ...WITH_VERSION },
  },
];
