import fc from "fast-check";

export interface Account {
  readonly id: string;
  readonly passphrase: string;
  readonly session: string;
}

/** Where a request goes, and what it is if it does what its route is for: without more, a GET. */
export interface Aimed {
  readonly aim: string;
  readonly url: string;
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function on(aim: string, host: fc.Arbitrary<string>, path: fc.Arbitrary<string>): fc.Arbitrary<Aimed> {
  return fc.tuple(host, path).map(([name, tail]) => ({ aim, url: `http://${name}${tail}` }));
}

/** What an account is for: its holder, a stranger, and somebody in between. */
export function askedOf(
  apex: fc.Arbitrary<string>,
  { id, passphrase, session }: Account,
): fc.Arbitrary<Aimed> {
  const path = `/api/sandboxes/${id}`;
  const authorization = fc.constantFrom(
    `Bearer ${session}`,
    `bearer  ${session}`,
    "Bearer",
    `Bearer ${id}`,
    "Basic Og==",
  );
  const noted = fc.record({
    headers: fc.record({ authorization }),
    method: fc.constantFrom("GET", "POST"),
    body: fc.string({ unit: "binary", maxLength: 600 }).map((text) => JSON.stringify({ text })),
  });
  const entered = fc.record({
    method: fc.constantFrom("POST", "POST", "POST", "DELETE"),
    body: fc.oneof(fc.constant(passphrase), fc.string()).map((text) => JSON.stringify({ passphrase: text })),
  });
  const posted = (body: fc.Arbitrary<object>) =>
    fc.record({
      headers: fc.record({ authorization }),
      method: fc.constantFrom("GET", "POST"),
      body: body.map((each) => JSON.stringify(each)),
    });
  const reacted = posted(
    fc.record(
      { type: fc.constantFrom("like", "love", "hate"), on: fc.boolean() },
      { requiredKeys: ["type"] },
    ),
  );
  const commented = posted(
    fc.record(
      { text: fc.string({ unit: "binary", maxLength: 600 }), parentId: fc.oneof(fc.uuid(), fc.string()) },
      { requiredKeys: ["text"] },
    ),
  );
  const hurried = fc.record({
    headers: fc.record({ authorization }),
    method: fc.constant("POST"),
    body: fc.constant(""),
  });
  const post = `${path}/posts/first`;
  const join = ([aimed, apt]: [Aimed, Partial<Aimed>]): Aimed => ({ ...aimed, ...apt });
  return fc.oneof(
    fc.tuple(on("notes", apex, fc.constant(`${path}/notes`)), noted).map(join),
    fc.tuple(on("reactions", apex, fc.constant(`${post}/reactions`)), reacted).map(join),
    fc.tuple(on("comments", apex, fc.constant(`${post}/comments`)), commented).map(join),
    fc.tuple(on("flush", apex, fc.constant(`${post}/flush`)), hurried).map(join),
    on("outbox", apex, fc.constant(`${post}/outbox`)),
    fc.tuple(on("sessions", apex, fc.constant(`${path}/sessions`)), entered).map(join),
  );
}

/** What an operator asks about users, some of whom there are, with a key that is right, if there is one, or with a wrong one. */
export function operatorAims(
  apex: fc.Arbitrary<string>,
  { key, ids }: { readonly key: string; readonly ids: readonly string[] },
): fc.Arbitrary<Aimed> {
  const path = fc
    .constantFrom(...ids, "x", "%00", "__proto__")
    .map((id) => `/api/operator/users/${id}/abuse`);
  const authorization = fc.constantFrom(key, `Bearer ${"a".repeat(43)}`, "Bearer ");
  const cleared = fc.record({ reason: fc.string({ unit: "binary", maxLength: 600 }) });
  return fc
    .tuple(on("operator", apex, path), authorization, fc.constantFrom("GET", "DELETE"), cleared)
    .map(([aimed, sent, method, body]) => ({
      ...aimed,
      method,
      headers: { authorization: sent },
      ...(method === "DELETE" && { body: JSON.stringify(body) }),
    }));
}
