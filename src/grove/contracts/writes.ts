import { deferred, immediate, type WritePolicy } from "#implementations/loom";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

// #region writes
/** When what Grove writes reaches D1 or R2, and why: by its table, and by a name of its own where it has none. */
export const WRITES = {
  comments: deferred(
    30 * SECOND,
    "Who reads comments asks the post's object, which adds those on their way.",
  ),
  reaction_counts: deferred(
    5 * MINUTE,
    "Readers ask the post's object, which has the true count. What D1 has is for reports.",
  ),
  daily_statistics: deferred(
    0,
    "Written when the day is over, and anew for what comes late. Nobody waits for it, and D1 may be away.",
  ),
  page_statistics: deferred(0, "They are of a day, and go with it."),

  tenants: immediate(
    "A new plan must hold for the next request, and a new sandbox be counted before the next one.",
  ),
  users: immediate("Whoever owns a new blog is made in one transaction with it."),
  memberships: immediate(
    "That a blog keeps an owner is decided where it is written, and the old role must let nobody in.",
  ),
  posts: immediate(
    "Readers find them in D1. Slug, room in the plan and version are checked where it is written.",
  ),
  shadowed_posts: immediate(
    "Whoever writes while shadow banned must find it where they find everybody's, after as long a wait.",
  ),
  media: immediate(
    "A row takes the plan's room before the bytes come, and is what they are swept by if that fails.",
  ),
  media_removals: immediate("Whoever deletes a file finds it gone with the next request."),
  notes: immediate("Readers find them in D1, and thirty a minute are not worth an object."),
  loom_watermarks: immediate(
    "Loom moves a mark in the batch that it is for. The sweep removes old ones, and nobody waits for it.",
  ),

  /** The bytes of media, in R2. */
  files: immediate(
    "Who uploads a file is shown it next, and no row of an object has room for ten million bytes.",
  ),
  /** Whatever a visitor of a sandbox runs there. */
  statements: immediate("Who tries a statement is told what the database made of it."),
} as const satisfies Record<string, WritePolicy>;

/** What happens on a blog goes to the object of its day, which writes the day. */
export const COUNTED = deferred(MINUTE, "Statistics of today may be a minute old.");
// #endregion writes
