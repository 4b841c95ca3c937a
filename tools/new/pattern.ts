import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readPage } from "../../specs/harness/page.ts";
import { PHASES, PRIORITIES } from "../../src/site/page-schema.ts";
import { oneOf } from "./checks.ts";
import { aliasesIn, entryQuestions, entryValues } from "./entry-questions.ts";
import { fill, type Plan, type PlannedFile, refuseTaken } from "./plan.ts";
import type { Answers, Question } from "./questions.ts";
import { Refusal } from "./refusal.ts";
import { classNameOf, titleOf } from "./slug.ts";
import { refuseTakenNames } from "./taken-names.ts";

/** What must be known of a pattern before it is begun. */
export function patternQuestions(slug: string): Question[] {
  const description = `${titleOf(slug)} is a pattern in the making, begun from the template: so far it refuses what comes twice within a minute.`;
  return [
    ...entryQuestions(slug, description),
    {
      flag: "phase",
      ask: `Its phase: ${PHASES.join(", ")}`,
      fallback: "3",
      thenToDo: "Choose its phase",
      check: oneOf(PHASES),
    },
    {
      flag: "priority",
      ask: `How urgent it is: ${PRIORITIES.join(", ")}`,
      fallback: "low",
      thenToDo: "Say under priority how urgent it is",
      check: oneOf(PRIORITIES),
    },
  ];
}

interface Begun {
  readonly root: string;
  readonly slug: string;
  readonly answers: Answers;
  /** What the answers leave to do. */
  readonly toDo: readonly string[];
}

/** The folders and files that a pattern has to itself, all of which must be free. */
function ownPlaces(slug: string): string[] {
  return [`src/implementations/${slug}`, `playground/${slug}`, `src/content/docs/patterns/${slug}.mdx`];
}

/** Throws a Refusal where a pattern of that slug could overwrite something. */
export function refuseTakenPattern(root: string, slug: string): void {
  refuseTaken(root, ownPlaces(slug));
  refuseTakenNames(root, [slug.replaceAll("-", " ")]);
}

/** Every file of a new pattern, and the lists that get a line for it. */
export function planPattern({ root, slug, answers, toDo }: Begun): Plan {
  refuseTakenPattern(root, slug);
  refuseTakenNames(root, [answers["title"] ?? "", ...aliasesIn(answers)]);
  const [code, demo, page] = ownPlaces(slug);
  const left = leftToDo(slug, answers["title"] ?? titleOf(slug));
  const values = {
    ...entryValues(slug, answers, [...toDo, ...left]),
    Name: classNameOf(slug),
  };
  const create = (path: string, template: string): PlannedFile => ({
    path,
    text: fill(`pattern/${template}`, values),
  });
  const creates = [
    create(`${code}/index.ts`, "index.ts"),
    create(`${code}/decide.ts`, "decide.ts"),
    create(`${code}/decide.test.ts`, "decide.test.ts"),
    create(page ?? "", "page.mdx"),
    create(`${demo}/session.ts`, "session.ts"),
    create(`${demo}/session.test.ts`, "session.test.ts"),
    create(`${demo}/view.ts`, "view.ts"),
  ];
  const specs = creates.reduce((sum, { text }) => sum + readPage(text).specs.length, 0);
  const changes = [
    addTo({ root, path: "playground/demos.ts", slug, entry: fill("pattern/demo", values) }),
    addTo({ root, path: "src/site/marks.ts", slug, entry: fill("pattern/mark", values) }),
    raiseFloor(root, specs),
  ];
  return { creates, changes };
}

function leftToDo(slug: string, title: string): string[] {
  return [
    `Decide what ${title} keeps true, and put it in the place of the example in src/implementations/${slug}`,
    "Write each section of this page for its reader",
    "Draw the architecture as a Diagram",
    "Put it to work in Grove, and say under integration where",
    "Draw its mark in src/site/marks.ts",
  ];
}

interface Addition {
  readonly root: string;
  readonly path: string;
  readonly slug: string;
  readonly entry: string;
}

/** A list of the repository with one entry more, before the line that closes the object it ends in. */
function addTo({ root, path, slug, entry }: Addition): PlannedFile {
  const text = read(root, path);
  if (new RegExp(`^  "?${slug}"?:`, "m").test(text)) {
    throw new Refusal(`Taken already, and nothing is overwritten: ${slug} in ${path}`);
  }
  const end = text.search(/^\};$/m);
  if (end === -1) throw new Refusal(`Cannot add to ${path}: no line is only "};"`);
  return { path, text: text.slice(0, end) + entry + text.slice(end) };
}

function raiseFloor(root: string, by: number): PlannedFile {
  const path = "specs/harness/floor.ts";
  const text = read(root, path);
  const raised = text.replace(/(?<=FLOOR = )\d+/, (floor) => String(Number(floor) + by));
  if (raised === text) throw new Refusal(`Cannot raise the floor: ${path} has no "FLOOR = " with a number`);
  return { path, text: raised };
}

function read(root: string, path: string): string {
  if (!existsSync(join(root, path))) throw new Refusal(`Cannot add to ${path}: there is no such file`);
  return readFileSync(join(root, path), "utf8");
}
