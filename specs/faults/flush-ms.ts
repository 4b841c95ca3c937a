/** How long the tests' own objects let events wait: so short that kills fall into flushes. */
export const FLUSH_MS = 300;
