/**
 * The marks: one grammar for all, a 24 × 24 grid with two units of air, strokes of 1.5 with round ends, at most one
 * solid dot, which is the thing that passes, is watched, sings or glows.
 */
export const MARKS: Readonly<Record<string, string>> = {
  grove: `<path d="M7 21v-6M17 21v-6M12 21v-9M3 21h18"/><path d="M7 15c-2.2 0-3.5-1.6-3.5-3.6S5 7.2 7 6c2 1.2 3.5 3.4 3.5 5.4S9.2 15 7 15ZM17 15c-2.2 0-3.5-1.6-3.5-3.6S15 7.2 17 6c2 1.2 3.5 3.4 3.5 5.4S19.2 15 17 15Z"/><path d="M10.2 7.3C9.7 6 10.4 3.9 12 2.8c1.6 1.1 2.3 3.2 1.8 4.5"/>`,
  threshold: `<path d="M3 20.5h18M6.5 20.5V5.5M17.5 20.5V5.5M3.5 5.5h17M6.5 9.5h11"/><circle cx="12" cy="15.5" r="1.75" fill="currentColor" stroke="none"/>`,
  loom: `<path d="M6 3v4M6 11v10M12 3v10M12 17v4M18 3v4M18 11v10"/><path d="M3 9h7M14 9h7M3 15h1.5M8 15h8M20 15h1"/>`,
  sentinel: `<path d="M2.5 10.5C4.5 6.8 8 4.5 12 4.5s7.5 2.3 9.5 6c-2 3.7-5.5 6-9.5 6s-7.5-2.3-9.5-6Z"/><circle cx="12" cy="10.5" r="2.25" fill="currentColor" stroke="none"/><path d="M12 16.5v4.5M8.5 21h7"/>`,
  prism: `<path d="M12 4.5 19.5 18.5h-15L12 4.5Z"/><path d="M1.5 14l6-1.5M16.8 11.7l5.2-2M17.7 13.5h4.8M18.6 15.3l3.9 1.7"/>`,
  songbird: `<path d="M3 17.2c3-.3 4.7-1.7 5-4.7 .4-3.5 2.5-5.5 5.2-5.5 2.3 0 4 1.5 4.3 3.5l3 1.2-3 1.2c-.3 3.7-3 6.1-6.5 6.1-3.2 0-6-.6-8-1.8Z"/><circle cx="13.7" cy="10.7" r="1.2" fill="currentColor" stroke="none"/><path d="M18 6.2c.9.4 1.6 1 2 1.9M19.3 3c1.8.7 3.1 1.9 3.8 3.6"/>`,
  firefly: `<circle cx="12" cy="15.5" r="2.25" fill="currentColor" stroke="none"/><path d="M12 11c-2.6-4.8-6.2-6-8.5-5.5.3 2.9 2.7 5.7 6.2 6.7M12 11c2.6-4.8 6.2-6 8.5-5.5-.3 2.9-2.7 5.7-6.2 6.7"/><path d="M12 20.5V22M7.6 18.6l-1.1 1.1M16.4 18.6l1.1 1.1"/>`,
};

/** The shapes of a mark. Throws an Error where there is none by that name, so that none stands in for another. */
export function readMark(name: string): string {
  const shapes = MARKS[name];
  if (shapes === undefined)
    throw new Error(`Cannot show a mark: none is called "${name}" in src/site/marks.ts`);
  return shapes;
}
