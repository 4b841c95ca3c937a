import { parseStmt } from "sqlite3-parser";

/** The parser alone: what of a bundle is not Prism's own. */
export default {
  async fetch(request: Request): Promise<Response> {
    return Response.json(parseStmt(await request.text()).status);
  },
};
