/** What the platform says of an error that it threw itself: https://developers.cloudflare.com/durable-objects/best-practices/error-handling/ */
interface PlatformError extends Error {
  readonly retryable?: boolean;
  readonly overloaded?: boolean;
  readonly durableObjectReset?: boolean;
}

/** Whether an object, the database or the bucket could not be reached, as against having refused what it was asked. */
export function isOutage(error: PlatformError): boolean {
  const { retryable, overloaded, durableObjectReset, message } = error;
  if (retryable || overloaded || durableObjectReset) return true;
  // R2 as well, after what was asked: an internal error, service unavailable, too many requests.
  if (/^\w+: .*\((?:10001|10043|10058)\)$/s.test(message)) return true;
  // D1 marks its errors by their text only, and those of the statement itself carry SQLite's code.
  return /^D1_\w*ERROR/.test(message) && !message.includes("SQLITE_");
}
