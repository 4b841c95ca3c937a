/** What the platform says of an error that it threw itself: https://developers.cloudflare.com/durable-objects/best-practices/error-handling/ */
interface PlatformError extends Error {
  readonly retryable?: boolean;
  readonly overloaded?: boolean;
  readonly durableObjectReset?: boolean;
}

/** Whether an object or the database could not be reached, as against having refused what it was asked. */
export function isOutage(error: PlatformError): boolean {
  const { retryable, overloaded, durableObjectReset, message } = error;
  if (retryable || overloaded || durableObjectReset) return true;
  // D1 marks its errors by their text only, and those of the statement itself carry SQLite's code.
  return /^D1_\w*ERROR/.test(message) && !message.includes("SQLITE_");
}
