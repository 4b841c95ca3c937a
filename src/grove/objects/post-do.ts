import {
  appended,
  type Committed,
  createD1Sink,
  type Flushed,
  latest,
  type Outbox,
  type Timers,
} from "#implementations/loom";
import { isVisibleTo } from "#implementations/threshold";
import { type Comment, COMMENTS_SHOWN } from "../contracts/comment.ts";
import { lettersPath } from "../contracts/letter.ts";
import { postOf } from "../contracts/object-name.ts";
import type { OutboxState } from "../contracts/outbox.ts";
import type { Reacted, Reaction, ReactionCounts } from "../contracts/reaction.ts";
import { WRITES } from "../contracts/writes.ts";
import { addCommentsTo, findComment, readComments, type StoredComment } from "../storage/comments.ts";
import { isThere } from "../storage/posts.ts";
import { saveCountsOf } from "../storage/reaction-counts.ts";
import { openTenant } from "../tenancy/open-tenant.ts";
import { beginAnew, LookedAfter } from "./looked-after.ts";
import { createHiddenSide } from "./hidden-side.ts";
import { createObjectLoom, type ObjectLoom } from "./loom.ts";
import { createReactions, type Reader } from "./reactions.ts";

interface PostEvents {
  readonly comments: StoredComment;
  readonly reactions: { readonly type: Reaction; readonly count: number };
}

/** A reaction as its route passes it on. */
export interface ReactionAsk extends Reader {
  readonly type: Reaction;
  readonly on?: boolean | undefined;
}

/** The post is no more: nothing is written about it. */
export interface Gone {
  readonly kind: "gone";
}

/** Committed, it is true if others see it. */
export type CommentAdded = Committed<boolean> | { readonly kind: "no parent" } | Gone;

/** A thousand reactions are two batches. */
const FLUSH_AT = 500;

/** A comment that answers none hides nothing. */
const NO_PARENT = { isShadowed: false };

/** When a removal that nobody has come back about is looked into. */
const LOOKED_INTO_AFTER_MS = 60_000;
/** For longer than any isolate takes a post for published that it has once seen so. */
const GONE_FOR_MS = 10 * 60_000;

/**
 * One post: who has reacted to it, and the comments that are on their way to D1.
 *
 * What is answered is durable. Comments reach D1 within half a minute and counts of reactions within five, each once,
 * through Loom's outbox; until then this object adds what is on its way to what D1 has.
 */
export class PostDO extends LookedAfter {
  readonly #postId = postOf(this.ctx.id.name).postId;
  readonly #db = openTenant(this.env, postOf(this.ctx.id.name).tenantId).db;
  protected override loom = this.#newLoom();
  #reactions = createReactions(this.ctx.storage);
  #hidden = createHiddenSide(this.ctx.storage);
  #outbox = this.#openOutbox();
  #timers = this.#openTimers();
  /** What an act of a timer leaves to be done when nothing else of the object runs any more. */
  #afterwards: (() => Promise<void>) | undefined;

  // #region toggle
  /** Adds a reaction, or takes it back: the row and the event are of one transaction. */
  async toggleReaction({ type, on, ...reader }: ReactionAsk): Promise<Committed<Reacted> | Gone> {
    this.loom.alarms.watch();
    if (this.#isGone(reader.userId)) return { kind: "gone" };
    try {
      return await this.#outbox.commit((add) => {
        const tell = (count: number): void => add("reactions", { type, count });
        const added = this.#reactions.toggle(reader, type, { to: on, at: Date.now(), tell });
        return { added, newCount: this.#reactions.counts(reader.userId)[type] };
      });
    } catch (error) {
      this.#reactions.recount();
      throw error;
    }
  }
  // #endregion toggle

  /** How many reactions there are of each kind, as this reader may see them; nothing if the post is gone. */
  getReactionCounts(readerId?: string): ReactionCounts | undefined {
    this.loom.alarms.watch();
    return this.#isGone(readerId) ? undefined : this.#reactions.counts(readerId);
  }

  /**
   * Adds a comment. An answer to one that its author does not see is refused, and to a hidden one it is hidden too. Of a
   * post that only its writer sees, D1 knows nothing: then the comment stays here.
   */
  async addComment(comment: StoredComment, staysHere = false): Promise<CommentAdded> {
    this.loom.alarms.watch();
    const { parentId, authorId } = comment;
    const parent = parentId === undefined ? NO_PARENT : await this.#findComment(parentId, authorId);
    // No await from here on: the post may have been removed meanwhile.
    if (this.#isGone(authorId)) return { kind: "gone" };
    if (!parent) return { kind: "no parent" };
    const isShadowed = comment.isShadowed || parent.isShadowed;
    return await this.#outbox.commit((add) => {
      if (staysHere) this.#hidden.addComment(comment);
      else add("comments", { ...comment, isShadowed });
      return !isShadowed;
    });
  }

  // #region recent
  /** The newest comments, newest first: those that D1 has and those on their way to it, each once; nothing if the post is gone. */
  async getRecentComments(limit: number = COMMENTS_SHOWN, readerId?: string): Promise<Comment[] | undefined> {
    this.loom.alarms.watch();
    if (this.#isGone(readerId)) return undefined;
    const overlay = this.#outbox.pending("comments");
    const options = { source: this.ctx.id.name ?? "", overlay, readerId, limit };
    const { comments, pending } = await readComments(this.#db, this.#postId, options);
    const own = pending.filter((comment) => isVisibleTo(comment, readerId)).toReversed();
    return this.#hidden.among([...own, ...comments].map(toComment), readerId, limit);
  }
  // #endregion recent

  /** Carries everything to D1 now; the alarm does so by itself. */
  async flush(): Promise<Flushed> {
    this.loom.alarms.watch();
    return await this.#outbox.flush();
  }

  /** What is on its way, what it costs, and what was set aside. */
  getOutbox(): OutboxState {
    this.loom.alarms.watch();
    const { events, bytes, dueAt } = this.#outbox.status();
    const billed = { life: this.loom.life, rows: this.loom.bill.rows() };
    return { events, bytes, dueAt, billed, letters: this.listLetters() };
  }

  /** Ends this life of the object at once, as a crash would: memory is lost, and what was acknowledged is not. */
  crash(): void {
    this.ctx.abort("crashed on demand");
  }

  // #region remove
  /**
   * Told before a post is removed from the database. Whatever becomes of that, and of whoever does it, this object looks
   * into it within a minute, so that nothing of a post that is gone stays behind.
   */
  beginRemoval(): void {
    this.loom.alarms.watch();
    this.#timers.set({ key: "removal", does: "settle", at: Date.now() + LOOKED_INTO_AFTER_MS });
  }

  /**
   * Looks whether the database still has the post. If not, all that is kept is deleted, and nothing is taken in any more. If
   * so, it is gone for a shadow-banned writer who has deleted it, and for nobody else.
   */
  async settleRemoval(shadowedId?: string): Promise<void> {
    this.loom.alarms.watch();
    // What was to be looked into still is: somebody else may be about to remove it.
    if (!(await isThere(this.#db, this.#postId))) await this.#bury();
    else if (shadowedId !== undefined) this.#hidden.endFor(shadowedId);
  }

  async #bury(): Promise<void> {
    await this.forget();
    this.#timers.set({ key: "gone", does: "end", at: Date.now() + GONE_FOR_MS });
  }
  // #endregion remove

  /** Deletes all that is kept of the post. */
  async forget(): Promise<void> {
    await beginAnew(this.ctx, this.loom, () => {
      this.loom = this.#newLoom();
      this.#reactions = createReactions(this.ctx.storage);
      this.#hidden = createHiddenSide(this.ctx.storage);
      this.#outbox = this.#openOutbox();
      this.#timers = this.#openTimers();
    });
  }

  override async alarm(): Promise<void> {
    await this.loom.alarms.fire();
    const afterwards = this.#afterwards;
    this.#afterwards = undefined;
    await afterwards?.();
  }

  #newLoom(): ObjectLoom {
    return createObjectLoom(this.ctx, { letters: lettersPath({ kind: "post", id: this.#postId }) });
  }

  #openTimers(): Timers {
    return this.loom.openTimers({
      settle: async () => {
        try {
          const asked = isThere(this.#db, this.#postId);
          if (await this.loom.answered(asked, "settle a removal")) return;
          this.#afterwards = async () => await this.#bury();
        } catch (error) {
          this.loom.log(`A removal is not settled, and is looked into again: ${String(error)}`);
        }
        // Set anew: the database may be away for long, and this life may end before the post is buried.
        this.beginRemoval();
      },
      // Nobody takes the post for published any more, so that nothing needs to be known of it here.
      end: () => void (this.#afterwards = async () => await this.forget()),
    });
  }

  /** Whether the post was just removed: what is on its way to it, from those who have not heard, is refused. */
  #isGone(readerId: string | undefined): boolean {
    return this.#hidden.isGoneFor(readerId) || this.#timers.list().some(({ key }) => key === "gone");
  }

  /** Whether a comment is hidden, if this reader sees it at all. */
  async #findComment(id: string, readerId: string): Promise<Pick<StoredComment, "isShadowed"> | undefined> {
    if (this.#hidden.hasComment(readerId, id)) return { isShadowed: true };
    const pending = this.#outbox.pending("comments").since({});
    const coming = pending.find((comment) => comment.id === id);
    if (!coming) return await findComment(this.#db, this.#postId, { id, readerId });
    return isVisibleTo(coming, readerId) ? coming : undefined;
  }

  #openOutbox(): Outbox<PostEvents> {
    const postId = this.#postId;
    return this.loom.openOutbox<PostEvents>({
      streams: {
        comments: appended(WRITES.comments),
        reactions: latest(WRITES.reaction_counts, ({ type }) => type),
      },
      sink: createD1Sink(this.loom.bill.database(this.#db), {
        comments: addCommentsTo(postId),
        reactions: saveCountsOf(postId),
      }),
      flushAt: FLUSH_AT,
    });
  }
}

/** Nobody is told what is shadowed. */
function toComment({ id, text, authorId, parentId, at }: Comment): Comment {
  return { id, text, authorId, ...(parentId === undefined ? {} : { parentId }), at };
}
