import { Problem } from "#grove/contracts/problem";
import { request, type TestTenant, type TestUser } from "#specs/fixtures";

/** Somebody who has signed in, wherever. */
export type SignedIn = TestUser & { readonly headers: { readonly Authorization: string } };
type Blog = Pick<TestTenant, "origin">;

export async function readStanding(on: Blog, by: SignedIn, method = "GET"): Promise<Response> {
  return await request(on, "/api/standing", { method, headers: by.headers });
}

export async function sendAppeal(
  on: Blog,
  by: SignedIn,
  note: unknown = "It was my cat.",
): Promise<Response> {
  return await request(on, "/api/standing/appeal", {
    method: "POST",
    headers: { ...by.headers, "Content-Type": "application/json" },
    body: JSON.stringify({ note }),
  });
}

/** Anything else that a user may ask of a blog. */
export async function visit(on: Blog, by: SignedIn): Promise<Response> {
  return await request(on, "/api/posts", { headers: by.headers });
}

export async function ban({ object }: TestUser): Promise<void> {
  for (let step = 0; step < 5; step++) await object.escalateAbuse("told by hand");
}

/** The limits that a refusal names. */
export async function violatedBy(answer: Response): Promise<readonly string[] | undefined> {
  return Problem.parse(await answer.json())["violated-policies"];
}

export async function repeat(times: number, act: (i: number) => Promise<Response>): Promise<number[]> {
  const statuses = [];
  for (let i = 0; i < times; i++) statuses.push((await act(i)).status);
  return statuses;
}
