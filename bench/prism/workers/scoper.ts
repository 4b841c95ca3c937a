import { createScoper, readSchema } from "../../../src/implementations/prism/index.ts";

/** All that a Worker needs of Prism to run a statement of a tenant's. */
const scoper = createScoper(
  readSchema(
    ["CREATE TABLE posts (tenant_id TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (tenant_id, id))"],
    { column: "tenant_id" },
  ),
);

export default {
  async fetch(request: Request): Promise<Response> {
    return Response.json(scoper.scope(await request.text()).sql);
  },
};
