import type { DeadLetter } from "#implementations/loom";
import { z } from "zod";

/** What an object could not do and has set aside. `at` is in epoch milliseconds. */
export const Letter = z.object({
  id: z.int(),
  /** Which part of the object has set it aside: its outbox or its timers. */
  from: z.string(),
  /** What it was for: a stream of the outbox, or what a timer does. */
  what: z.string(),
  /** As JSON. */
  body: z.string(),
  why: z.string(),
  at: z.int(),
});
export type Letter = z.infer<typeof Letter>;

export const LetterList = z.object({ letters: z.array(Letter) });
export type LetterList = z.infer<typeof LetterList>;

/** Of what of a blog letters are: of the blog itself, of a post, or of the statistics of one UTC day. */
export type LettersOf =
  | { readonly kind: "blog" }
  | { readonly kind: "post"; readonly id: string }
  | { readonly kind: "day"; readonly day: string };

const Day = z.iso.date();

/** Reads a name such as `blog`, `post:first` or `day:2026-01-31`; nothing if it is none. */
export function readLettersOf(name: string): LettersOf | undefined {
  if (name === "blog") return { kind: "blog" };
  const [, kind, id = ""] = /^(post|day):(.+)$/s.exec(name) ?? [];
  if (kind === "post") return { kind, id };
  return kind === "day" && Day.safeParse(id).success ? { kind, day: id } : undefined;
}

/** Where on the blog's host letters are handled: what the log says beside each. */
export function lettersPath(of: LettersOf): string {
  return `/api/letters/${nameOf(of)}`;
}

function nameOf(of: LettersOf): string {
  if (of.kind === "blog") return of.kind;
  return of.kind === "post" ? `post:${encodeURIComponent(of.id)}` : `day:${of.day}`;
}

/** A letter as it is shown: nobody is told what is shadowed. */
export function showLetter({ body, ...letter }: DeadLetter): Letter {
  const shown = JSON.stringify(body, (key, value: unknown) => (key === "isShadowed" ? undefined : value));
  return { ...letter, body: shown };
}
