const LONG = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

/** A day, for people and for programs. */
export function Dated({ at }: { readonly at: number }) {
  return <time datetime={new Date(at).toISOString().slice(0, 10)}>{LONG.format(at)}</time>;
}
