import { Media, MediaPage, MediaQuery } from "./media.ts";
import { type RouteEntry, WITH_ROLE } from "./route-entry.ts";

const MEDIA = "`{ id, name, type, bytes, uploaderId, createdAt }`";

const ABSENT = "no such file";

/** The files of a blog. */
export const MEDIA_ROUTES: readonly RouteEntry[] = [
  {
    host: "tenant",
    method: "GET",
    path: "/api/media",
    session: "needed",
    query: MediaQuery,
    answer: MediaPage,
    does: "The blog's files, those uploaded last first: `?limit=` 1 to 100, and `?cursor=` the `next` of the page before. For members.",
    answers: { 200: `\`{ media, next }\`, each ${MEDIA}`, 400: "the query is not valid", ...WITH_ROLE },
  },
  {
    host: "tenant",
    method: "POST",
    path: "/api/media",
    session: "needed",
    answer: Media,
    does: "Stores the body as a file: a JPEG, PNG, GIF, WebP, AVIF or PDF of at most 10 MB. Its first bytes say which, not `Content-Type`. `X-File-Name` may name it, percent-encoded. For authors and up.",
    answers: {
      201: `${MEDIA}; \`Location\` is where it is served`,
      400: "`X-File-Name` is no name",
      401: WITH_ROLE[401],
      403: "the user's role does not allow it, the plan has no room for so many bytes (`violated-policies` says `storageBytes`), or the user is barred",
      413: "the body has more than 10,000,000 bytes",
      415: "the body is none of these types",
    },
  },
  {
    host: "tenant",
    method: "GET",
    path: "/api/media/:media",
    does: "A file as it was uploaded, for everybody: an image to be shown, a PDF to be saved. It may be kept for good, as it never changes.",
    answers: {
      200: "its bytes and their `ETag`",
      304: "it is the one that `If-None-Match` names",
      404: ABSENT,
    },
  },
  {
    host: "tenant",
    method: "DELETE",
    path: "/api/media/:media",
    session: "needed",
    does: "Deletes a file. Sent again, it changes nothing and is answered 404. For editors, and for authors of their own files.",
    answers: { 204: "it is deleted", ...WITH_ROLE, 404: ABSENT },
  },
];
