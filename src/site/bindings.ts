import { parse } from "smol-toml";
import { z } from "astro/zod";

const config = z.object({
  assets: z.object({ binding: z.string(), directory: z.string() }).optional(),
  d1_databases: z.array(z.object({ binding: z.string(), database_name: z.string() })).default([]),
  durable_objects: z
    .object({ bindings: z.array(z.object({ name: z.string(), class_name: z.string() })) })
    .default({ bindings: [] }),
  kv_namespaces: z.array(z.object({ binding: z.string() })).default([]),
  r2_buckets: z.array(z.object({ binding: z.string(), bucket_name: z.string().optional() })).default([]),
  vars: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  triggers: z.object({ crons: z.array(z.string()) }).default({ crons: [] }),
  compatibility_date: z.string(),
});

export interface Binding {
  readonly name: string;
  readonly kind: string;
  readonly is: string;
}

/** What the Worker is given, from the text of its `wrangler.toml`. */
export function readBindings(toml: string): {
  bindings: Binding[];
  crons: string[];
  compatibilityDate: string;
} {
  const worker = config.parse(parse(toml));
  const { assets } = worker;
  return {
    bindings: [
      ...(assets
        ? [{ name: assets.binding, kind: "Static assets", is: `the built site, from ${assets.directory}` }]
        : []),
      ...worker.d1_databases.map((it) => ({
        name: it.binding,
        kind: "D1",
        is: `the database ${it.database_name}`,
      })),
      ...worker.durable_objects.bindings.map((it) => ({
        name: it.name,
        kind: "Durable Objects",
        is: it.class_name,
      })),
      ...worker.kv_namespaces.map((it) => ({ name: it.binding, kind: "KV", is: "a namespace" })),
      ...worker.r2_buckets.map((it) => ({ name: it.binding, kind: "R2", is: it.bucket_name ?? "a bucket" })),
      ...Object.entries(worker.vars).map(([name, value]) => ({
        name,
        kind: "Variable",
        is: `${value} by default`,
      })),
    ],
    crons: worker.triggers.crons,
    compatibilityDate: worker.compatibility_date,
  };
}
