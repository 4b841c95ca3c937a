import { docsLoader } from "@astrojs/starlight/loaders";
import { docsSchema } from "@astrojs/starlight/schema";
import { defineCollection } from "astro:content";
import { pageSchema } from "./site/page-schema.ts";

export const collections = {
  docs: defineCollection({ loader: docsLoader(), schema: docsSchema({ extend: pageSchema }) }),
};
