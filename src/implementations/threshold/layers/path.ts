/**
 * A URL's path as a router reads it, so that `/%61pi` does not pass by what is limited as `/api`. Escapes that stand
 * for a reserved character, such as `%2F`, and those that mean nothing stay as they are.
 */
export function plainPath(path: string): string {
  return path.replaceAll(/(?:%[0-9A-Fa-f]{2})+/g, (escaped) => {
    try {
      return decodeURI(escaped);
    } catch {
      // No character is written so: a router leaves it too.
      return escaped;
    }
  });
}
