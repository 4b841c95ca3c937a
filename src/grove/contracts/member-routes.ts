import { NamedUser } from "./identity.ts";
import { MemberChange, MemberList } from "./member.ts";
import { type RouteEntry, WITH_ROLE } from "./route-entry.ts";

/** Who belongs to a blog. The session of its members is the cookie, or the same text as a bearer. */
export const MEMBER_ROUTES: readonly RouteEntry[] = [
  {
    host: "tenant",
    method: "POST",
    path: "/api/session",
    does: 'Signs in, on all blogs, for thirty days. The body is `{ "user": "…" }`, an id or an e-mail address, and that is proof enough: this is for development, and closed wherever it is not opened on purpose.',
    body: NamedUser,
    answers: {
      201: "`{ userId, expiresAt }`, and the cookie `grove_session`",
      401: "there is no such user",
      403: "this server takes nobody's word",
      429: "too many attempts at this account, or from this address",
    },
  },
  {
    host: "tenant",
    method: "DELETE",
    path: "/api/session",
    does: "Ends the session that it is sent with, and takes the cookie back.",
    session: "needed",
    answers: { 204: "it has ended, or never was", 401: "no session was sent" },
  },
  {
    host: "tenant",
    method: "GET",
    path: "/api/members",
    does: "The members of the blog, those who have been there longest first. For members.",
    session: "needed",
    answer: MemberList,
    answers: { 200: "`{ members: [{ userId, displayName, role, since }] }`", ...WITH_ROLE },
  },
  {
    host: "tenant",
    method: "PUT",
    path: "/api/members/:user",
    does: 'Gives a member another role. The body is `{ "role": "editor" }`. For admins; owners are made and unmade by owners.',
    session: "needed",
    body: MemberChange,
    answers: {
      200: "`{ userId, role }`: from now on nobody is let in by the old role",
      ...WITH_ROLE,
      404: "the blog has no such member",
      409: "the blog would have no owner",
      503: "the change is made, and may not be known everywhere yet: send it again",
    },
  },
  {
    host: "tenant",
    method: "DELETE",
    path: "/api/members/:user",
    does: "Ends a membership. For admins, and for the member; that of an owner is ended by owners.",
    session: "needed",
    answers: {
      204: "it has ended, or never was: from now on nobody is let in by it",
      ...WITH_ROLE,
      409: "the blog would have no owner",
      503: "the change is made, and may not be known everywhere yet: send it again",
    },
  },
];
