import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Corpus, readCorpus } from "../../src/implementations/prism/corpus/corpus.ts";
import { readSchema, type Schema } from "../../src/implementations/prism/index.ts";
import { ROOT } from "../../tools/sources.ts";

const FOLDER = join(ROOT, "src", "implementations", "prism", "corpus");

export interface NamedCorpus extends Corpus {
  readonly name: string;
  readonly schema: Schema;
}

/** What Prism publishes of statements that applications send. */
export const CORPORA: readonly NamedCorpus[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".sql"))
  .map((file) => {
    const corpus = readCorpus(readFileSync(join(FOLDER, file), "utf8"));
    return {
      ...corpus,
      name: basename(file, ".sql"),
      schema: readSchema([corpus.ddl], { column: "tenant_id" }),
    };
  });
