import { featureOf } from "#implementations/prism";
import { Hono, type Context } from "hono";
import type { GroveEnv } from "../context.ts";
import { FileName, LARGEST_FILE_BYTES, type Media, type MediaPage, MediaQuery } from "../contracts/media.ts";
import { writeCursor } from "../contracts/post.ts";
import { type MediaType, sniff } from "../contracts/sniff.ts";
import { problem } from "../middleware/errors.ts";
import { actorOf, forbidden, onlyAllowed } from "../middleware/only-allowed.ts";
import { query } from "../middleware/query.ts";
import { readBytes } from "../middleware/read-bytes.ts";
import { pathOf, removeFile } from "../storage/files.ts";
import { type MediaDesk, mediaDesk } from "../storage/media.ts";
import { NO_STORE } from "./in-sandbox.ts";

/** A file's bytes never change; what is deleted is gone from here, and from a browser that has it after a year. */
const FOREVER = "public, max-age=31536000, immutable";

/** Opened by itself, a file is a document of the blog's origin: it may do nothing there. */
const FILE_POLICY = "sandbox; default-src 'none'";

/** The files of a blog: for everybody to see, for authors to add. */
export const mediaRoutes = new Hono<GroveEnv>()
  .get("/", onlyAllowed("media:list"), query(MediaQuery), async (c) => {
    const { limit, cursor: after } = c.req.valid("query");
    // One more than fits tells whether there is a next page.
    const found = await deskOf(c).list(limit + 1, after);
    const media = found.slice(0, limit);
    const last = media.at(-1);
    const next = found.length > limit && last ? { next: writeCursor(last) } : {};
    const answer: MediaPage = { media, ...next };
    return c.json(answer, 200, NO_STORE);
  })
  .post("/", onlyAllowed("media:upload"), async (c) => {
    const header = c.req.header("x-file-name");
    const name = header === undefined ? { success: true, data: null } : FileName.safeParse(header);
    if (!name.success) return misnamed(c);
    const bytes = await readBytes(c.req.raw, LARGEST_FILE_BYTES);
    if (!bytes) return tooLarge(c);
    const type = sniff(bytes);
    if (!type) return unsupported(c);
    return await store(c, bytes, { name: name.data ?? null, type });
  })
  .get("/:media", onlyAllowed("media:read"), async (c) => {
    const media = await deskOf(c).find(c.req.param("media"));
    if (!media) return absent(c);
    const headers = headersOf(media);
    if (isKnown(c.req.header("if-none-match"), headers.ETag)) return c.body(null, 304, headers);
    const file = await c.var.data.files.get(pathOf(media.id));
    if (!file?.body) return absent(c);
    return c.body(file.body, 200, { ...headers, "Content-Length": String(file.size) });
  })
  .delete("/:media", onlyAllowed("media:delete"), async (c) => {
    const id = c.req.param("media");
    const withdrawn = await deskOf(c).withdraw(id);
    if (withdrawn === "absent") return absent(c);
    if (withdrawn === "denied") return forbidden(c, actorOf(c).standing);
    // One that others still see keeps its bytes: removing one that there is not takes as long.
    const removed = withdrawn === "withdrawn" ? id : crypto.randomUUID();
    // If the bytes cannot be deleted now, the row that is left has them swept.
    await removeFile(c.var.data, removed).catch((error: unknown) => {
      console.warn(
        JSON.stringify({ level: "warn", event: "bytes not deleted", id: removed, error: String(error) }),
      );
    });
    return c.body(null, 204, NO_STORE);
  });

function deskOf(c: Context<GroveEnv>): MediaDesk {
  return mediaDesk(c.var.data.db, actorOf(c), c.var.user);
}

/** Takes the room first and shows the file last: whatever fails in between is swept by the row that it leaves. */
async function store(
  c: Context<GroveEnv>,
  bytes: Uint8Array,
  { name, type }: { readonly name: string | null; readonly type: MediaType },
): Promise<Response> {
  const desk = deskOf(c);
  const { files } = c.var.data;
  const id = crypto.randomUUID();
  const most = featureOf(c.var.tenant.tier, "storageBytes");
  if (!(await desk.reserve({ id, name, type, bytes: bytes.byteLength }, most))) return await full(c, most);
  await files.put(pathOf(id), bytes);
  const media = await desk.settle(id);
  if (media) return c.json(media, 201, { ...NO_STORE, Location: `/api/media/${id}` });
  // It was swept meanwhile, or the blog was: no row knows of these bytes.
  await files.delete(pathOf(id));
  return await absent(c);
}

function headersOf({ id, type, name }: Media) {
  // RFC 8187 has no place for these four, which `encodeURIComponent` leaves.
  const encoded = encodeURIComponent(name ?? "").replace(
    /['()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const disposition = type.startsWith("image/") ? "inline" : "attachment";
  return {
    "Content-Type": type,
    "Content-Disposition": name === null ? disposition : `${disposition}; filename*=UTF-8''${encoded}`,
    "Content-Security-Policy": FILE_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": FOREVER,
    ETag: `"${id}"`,
  };
}

/** Whether If-None-Match names this tag; weak ones count (RFC 9110, section 13.1.2). */
function isKnown(ifNoneMatch: string | undefined, tag: string): boolean {
  const tags = (ifNoneMatch ?? "").split(",").map((each) => each.trim().replace(/^W\//, ""));
  return tags.includes("*") || tags.includes(tag);
}

/** Says the same of a file that there is not, of another blog's, and of one that is not stored yet. */
function absent(c: Context<GroveEnv>): Response | Promise<Response> {
  return problem(c, "not-found", { detail: "This blog has no file of this id." });
}

function misnamed(c: Context<GroveEnv>): Response | Promise<Response> {
  return problem(c, "invalid-header", {
    detail:
      "X-File-Name is 1 to 200 characters of percent-encoded UTF-8, without slashes and control characters.",
  });
}

function tooLarge(c: Context<GroveEnv>): Response | Promise<Response> {
  return problem(c, "body-too-large", { detail: `A file here has at most ${LARGEST_FILE_BYTES} bytes.` });
}

function unsupported(c: Context<GroveEnv>): Response | Promise<Response> {
  return problem(c, "unsupported-media-type", {
    detail:
      "The first bytes are not those of a JPEG, PNG, GIF, WebP, AVIF or PDF, and nothing else is stored.",
  });
}

function full(c: Context<GroveEnv>, most: number): Response | Promise<Response> {
  const { tier } = c.var.tenant;
  return problem(c, "plan-full", {
    detail: `The files of a ${tier} have ${most} bytes in all. Delete one, or choose a larger plan.`,
    members: { "violated-policies": ["storageBytes"] },
  });
}
