import { Hono } from "hono";
import type { GroveEnv } from "../context.ts";
import { NewNote, type Note, type NoteList } from "../contracts/note.ts";
import { jsonBody } from "../middleware/json-body.ts";
import { notesOf } from "../storage/notes.ts";
import { inSandbox, NO_STORE, onlyNamed, onlySignedIn } from "./in-sandbox.ts";

/** A sandbox's guest book. What a shadow-banned user writes is accepted like any other, and shown to them alone. */
export const sandboxNotes = new Hono<GroveEnv>()
  .get("/", inSandbox(), async (c) => {
    const notes = await notesOf(c.var.data.db).newest(c.var.user?.id);
    const answer: NoteList = { notes };
    return c.json(answer, 200, NO_STORE);
  })
  .post("/", onlyNamed(), inSandbox(), onlySignedIn(), jsonBody(NewNote), async (c) => {
    const { id: authorId = "", isShadowed = false } = c.var.user ?? {};
    const { text } = c.req.valid("json");
    const note: Note = { id: crypto.randomUUID(), text, at: Date.now(), authorId };
    await notesOf(c.var.data.db).add(note, isShadowed);
    return c.json(note, 201, NO_STORE);
  });
