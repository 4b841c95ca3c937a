/** Words that stand in every kind of sentence, and say nothing of what is looked for. */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `a about after again ago all also although always am an and another any anybody anyone are as at away be because been before
  being but by can cannot could did do does doing done each else every everybody few for from get gets getting go goes
  going got had has have having he her his how i if in into is it its itself just keep keeps let lets like make makes
  many may me might more most much must my need needs no nobody nor not of on one only or other our out over own
  please same see seen sees she should since so some somebody someone something still such take takes than that the their them then there
  these they thing things this those though through to too up us use used uses using very want was we well were what
  when where which while who whole whom whose why will with without would you your`.split(/\s+/),
);

/** Words of which a reader may type one and a page say another. English in general: nothing here names a page. */
export const SAME_MEANING: readonly (readonly string[])[] = [
  ["double", "twice", "duplicate"],
  ["charge", "paid", "payment", "billed"],
  ["money", "paid", "payment"],
  ["bill", "cost", "spend"],
  ["expensive", "dear", "cost"],
  ["herd", "stampede"],
  ["storm", "flood", "burst"],
  ["hang", "hung", "wait", "stuck", "blocked"],
  ["die", "died", "dead", "crash", "down"],
  ["outage", "down", "failure"],
  ["leader", "primary", "master", "coordinator"],
  ["follower", "replica", "secondary", "standby"],
  ["machine", "server", "node", "instance", "host"],
  ["lost", "lose", "vanish", "gone"],
  ["overwrite", "overwrote"],
  ["call", "request"],
  ["small", "tiny", "little"],
  ["app", "application"],
  ["far", "distant", "remote"],
  ["display", "show"],
  ["website", "site", "page"],
  ["neighbour", "neighbor", "tenant"],
  ["customer", "user", "client", "reader", "visitor", "tenant"],
  ["split", "cut", "divide"],
  ["near", "nearby", "close"],
  ["big", "large", "huge"],
  ["fast", "quick", "quickly"],
  ["slow", "slowly", "latency"],
  ["error", "fault", "failure"],
  ["stale", "old", "outdated"],
  ["overloaded", "overload", "overwhelmed", "overrun"],
  ["spike", "peak", "burst"],
  ["job", "task", "scheduled", "cron"],
  ["legacy", "old"],
  ["phone", "mobile", "device"],
  ["picture", "image"],
  ["audit", "record", "history"],
  ["materialised", "materialized"],
  ["optimisation", "optimization"],
  ["synchronise", "sync"],
];

/** Names that troubles have among engineers, and what happens in plain words, which a page may say instead. */
export const PLAIN_WORDS: readonly (readonly [name: RegExp, plain: string])[] = [
  [/\bnoisy neighbou?rs?\b/i, "tenant uses up resource"],
  [/\bthundering herds?\b/i, "clients same second stampede"],
  [/\bdog-?pil(?:e|ing)\b/i, "stampede"],
  [/\bdual writes?\b/i, "event lost saved"],
  [/\bretry storms?\b/i, "retries outage"],
];
