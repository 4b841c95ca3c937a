const TOO_LONG_MS = 15_000;

/** What a Worker answered; `body` is undefined where it is no JSON. */
export interface Heard {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Why there is no answer to use, in sentences for the reader. */
export const UNREACHABLE = "The Worker cannot be reached. Is it running? The simulation works without it.";
export const GONE = "This sandbox has expired. Switch Live off and on for a new one.";
export const SIGNED_OUT = "The session has ended. Send again to sign in anew.";

/** Asks this Worker. Nothing if no answer came, which is all that `fetch` tells about it. */
export async function ask(path: string, init: RequestInit = {}): Promise<Heard | undefined> {
  try {
    const response = await fetch(path, { ...init, signal: AbortSignal.timeout(TOO_LONG_MS) });
    const { status, headers } = response;
    return { status, headers, body: await response.json().catch(() => undefined) };
  } catch {
    return undefined;
  }
}

/** Asks this Worker to make something. */
export function post(path: string, body: unknown): Promise<Heard | undefined> {
  const headers = { "content-type": "application/json" };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
}

/** What a problem says went wrong. */
export function explain({ status, body }: Heard): string {
  if (status === 404) return GONE;
  if (status === 401) return SIGNED_OUT;
  const detail = memberOf(body, "detail");
  return typeof detail === "string" ? detail : `The Worker answered ${status}.`;
}

/** The limits that a problem names. */
export function violatedIn({ body }: Heard): readonly string[] {
  const names = memberOf(body, "violated-policies");
  return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
}

function memberOf(body: unknown, name: string): unknown {
  return typeof body === "object" && body !== null ? Reflect.get(body, name) : undefined;
}
