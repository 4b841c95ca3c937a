import { objectName } from "./names.ts";

/** What is needed of a namespace of Durable Objects. */
export interface Named<Stub> {
  getByName(name: string): Stub;
}

/** What the platform says of an error that it threw itself: https://developers.cloudflare.com/durable-objects/best-practices/error-handling/ */
export interface PlatformError extends Error {
  readonly retryable?: boolean;
  readonly overloaded?: boolean;
}

/** Gives stubs by what an object is of, each with the type of its class: the one place where a kind meets a namespace. */
export function stubsOf<Stub>(
  namespace: Named<Stub>,
  kind: string,
): (...parts: readonly [string, ...string[]]) => Stub {
  return (...parts) => namespace.getByName(objectName(kind, ...parts));
}

/** Whether the same call, made again with a new stub, may well succeed. Who is overloaded is not asked again. */
export function isRetryable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { retryable, overloaded }: PlatformError = error;
  return retryable === true && overloaded !== true;
}

export function isOverloaded(error: unknown): boolean {
  return error instanceof Error && (error as PlatformError).overloaded === true;
}

/**
 * Asks an object, and once more where the platform says that this helps. A stub that has failed stays broken, so the
 * second call has a new one. Where the first was lost on its way back, it was made twice.
 */
export async function askTwice<Stub, Answer>(
  stubOf: () => Stub,
  ask: (stub: Stub) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await ask(stubOf());
  } catch (error) {
    if (!isRetryable(error)) throw error;
    return await ask(stubOf());
  }
}
