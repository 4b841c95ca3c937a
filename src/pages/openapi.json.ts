import { openApiOf } from "#grove/contracts/openapi";
import { ROUTES } from "#grove/contracts/routes";

/** Written once, when the site is built. */
export function GET(): Response {
  return Response.json(openApiOf(ROUTES));
}
