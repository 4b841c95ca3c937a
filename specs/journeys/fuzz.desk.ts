import fc from "fast-check";
import { type Aimed, on } from "./fuzz.accounts.ts";

/** A blog whose posts and members are changed, by its owner, under odd words. */
export interface Desk {
  readonly host: string;
  readonly session: string;
  readonly posts: readonly string[];
  /** Files that are there to read, and to delete. */
  readonly files: readonly string[];
  /** Those whose roles are changed: they stay, so that the last is changed too. */
  readonly members: readonly string[];
  readonly leaving: readonly string[];
  /** An object that has sixty letters. */
  readonly lettersOf: string;
  /** A session to sign out with. */
  readonly ending: string;
}

export const DESK_AIMS = [
  "desk list",
  "desk create",
  "desk read",
  "desk update",
  "desk publish",
  "desk archive",
  "desk delete",
  "file list",
  "file upload",
  "file read",
  "file delete",
  "members",
  "member role",
  "member end",
  "letter list",
  "letter replay",
  "letter discard",
  "sign in",
  "sign out",
  "standing",
  "appeal",
];

/** What a blog's owner asks for, whole and broken. */
export function deskAims(desk: Desk): fc.Arbitrary<Aimed> {
  const { host, session, posts, files, members, leaving, lettersOf, ending } = desk;
  const name = fc.constant(host);
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.constantFrom("", "a", "\u0000", "\uD800"),
  );
  const slug = fc.oneof(fc.stringMatching(/^[a-z0-9]{1,12}$/), text);
  const words = fc.record(
    { slug, title: text, description: text, markdown: text, status: text },
    { requiredKeys: ["slug", "title", "markdown"] },
  );
  const draft = fc.record({
    slug: fc.stringMatching(/^[a-z0-9]{12}$/),
    title: fc.constant("T"),
    markdown: text,
  });
  // Mostly whole, because a user may change so many posts an hour and no more: each kind of change is to be made among them.
  const ifMatch = fc.oneof(
    { weight: 8, arbitrary: fc.constant("*") },
    fc.constantFrom('"1"', '"2"', 'W/"1"', '"', ",", '"99999999999999999999"'),
  );
  const post = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...posts) },
    fc.constantFrom("x", "%00", "__proto__", "first"),
  );
  const user = (...ids: readonly string[]) =>
    fc
      .oneof({ weight: 4, arbitrary: fc.constantFrom(...ids) }, fc.constantFrom("x", "constructor"))
      .map((id) => `/api/members/${id}`);
  const own = { authorization: `Bearer ${session}` };
  const queried = fc.record(
    {
      limit: fc.oneof(fc.constantFrom("1", "100", "101", "-1", "1e1", " 1"), text),
      status: fc.constantFrom("draft", "published", "x"),
      cursor: fc.oneof(fc.base64String(), text),
    },
    { requiredKeys: [] },
  );
  // Few of these are whole, and in one run none was: every second list is asked for without.
  const query = fc.oneof(fc.constant({}), queried);
  const search = (each: Record<string, string>) =>
    new URLSearchParams(Object.entries(each).map(([key, value]) => [key, value.toWellFormed()])).toString();

  function aim(
    called: string,
    path: fc.Arbitrary<string>,
    { method = "GET", body = fc.constant(undefined) }: { method?: string; body?: fc.Arbitrary<unknown> } = {},
  ): fc.Arbitrary<Aimed> {
    return fc.tuple(on(called, name, path), body, ifMatch).map(([aimed, value, match]) => ({
      ...aimed,
      method,
      headers: { ...own, "if-match": match },
      ...(value !== undefined && { body: JSON.stringify(value) }),
    }));
  }

  const file = fc
    .oneof({ weight: 4, arbitrary: fc.constantFrom(...files) }, fc.constantFrom("x", "%00", "__proto__"))
    .map((id) => `/api/media/${id}`);
  const fileName = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 12 }).map((each) => encodeURIComponent(each.toWellFormed())),
    fc.constantFrom("%", "%C3", "%00", "%2F", "'()*!", "a".repeat(201)),
  );
  const fileUpload = fc
    .tuple(
      on("file upload", name, fc.constant("/api/media")),
      fileName,
      fc.constantFrom("%PDF-", "GIF89a", ""),
      text,
    )
    .map(([aimed, called, start, rest]) => ({
      ...aimed,
      method: "POST",
      headers: { ...own, "x-file-name": called },
      body: start + rest,
    }));

  const letters = fc
    .oneof(
      { weight: 8, arbitrary: fc.constant(lettersOf) },
      fc.constantFrom("blog", "day:2026-01-31", "day:x", "post:", "post:%00", "__proto__"),
    )
    .map((of) => `/api/letters/${of}`);
  const letter = fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 60 }).map(String) },
    fc.constantFrom("0", "-1", "%00", "9".repeat(16), "constructor"),
  );
  const letterAt = (part: string) => fc.tuple(letters, letter).map(([of, id]) => `${of}/${id}${part}`);

  const at = (part: string) => post.map((id) => `/api/posts/${id}${part}`);
  return fc.oneof(
    aim(
      "desk list",
      query.map((each) => `/api/posts?${search(each)}`),
    ),
    aim("desk create", fc.constant("/api/posts"), { method: "POST", body: fc.oneof(draft, words) }),
    aim("desk read", at("")),
    aim("desk update", at(""), {
      method: "PATCH",
      body: fc.oneof({ weight: 4, arbitrary: draft }, words, fc.json()),
    }),
    aim("desk publish", at("/publish"), { method: "POST" }),
    aim("desk archive", at("/archive"), { method: "POST" }),
    aim("desk delete", at(""), { method: "DELETE" }),
    aim(
      "file list",
      query.map((each) => `/api/media?${search(each)}`),
    ),
    fileUpload,
    aim("file read", file),
    aim("file delete", file, { method: "DELETE" }),
    aim("members", fc.constant("/api/members")),
    aim("member role", user(...members), {
      method: "PUT",
      body: fc.record({ role: fc.constantFrom("viewer", "editor", "king", "__proto__") }),
    }),
    aim("member end", user(...leaving), { method: "DELETE" }),
    aim("letter list", letters),
    aim("letter replay", letterAt("/replay"), { method: "POST" }),
    aim("letter discard", letterAt(""), { method: "DELETE" }),
    aim("sign in", fc.constant("/api/session"), {
      method: "POST",
      body: fc.record({ user: fc.oneof(fc.constantFrom(...members), text) }),
    }),
    aim("standing", fc.constant("/api/standing")),
    aim("appeal", fc.constant("/api/standing/appeal"), { method: "POST", body: fc.record({ note: text }) }),
    on("sign out", name, fc.constant("/api/session")).map((aimed) => ({
      ...aimed,
      method: "DELETE",
      headers: { authorization: `Bearer ${ending}` },
    })),
  );
}
