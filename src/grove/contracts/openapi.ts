import { z } from "zod";
import { Problem } from "./problem.ts";
import type { RouteEntry } from "./route-entry.ts";

const METHODS = ["get", "post", "put", "patch", "delete"] as const;

const APEX = { url: "/", description: "The site" };
const TENANT = {
  url: "{scheme}://{tenant}.{domain}",
  description: "A blog",
  variables: {
    scheme: { default: "http", enum: ["http", "https"] },
    tenant: { default: "alice", description: "The blog's subdomain" },
    domain: { default: "grove.localhost:8787", description: "`BASE_DOMAIN`, with the port if there is one" },
  },
};

const FAILED = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };

/** The routes as an OpenAPI 3.1 document. Throws if two of them have the same method and path. */
export function openApiOf(routes: readonly RouteEntry[]) {
  const paths: Record<string, Record<string, ReturnType<typeof operationOf>>> = {};
  for (const route of routes) {
    const item = (paths[pathOf(route)] ??= {});
    for (const method of methodsOf(route)) {
      if (item[method]) throw new Error(`Two routes answer ${method} ${pathOf(route)}`);
      item[method] = operationOf(route);
    }
  }
  return {
    openapi: "3.1.1",
    info: { title: "Grove", version: "0.1.0", description: "A multi-tenant blog, host by host." },
    servers: [APEX, TENANT],
    paths,
    components: {
      schemas: { Problem: schemaOf(Problem, "output") },
      securitySchemes: {
        session: { type: "http", scheme: "bearer" },
        operator: { type: "http", scheme: "bearer" },
      },
    },
  };
}

/** The path as OpenAPI writes it. */
export function pathOf({ path }: RouteEntry): string {
  return path.replaceAll(/:(\w+)/g, "{$1}");
}

/** A route of any method is there under each that a document can name and that may have a body. */
export function methodsOf({ method }: RouteEntry): readonly string[] {
  return method === "any" ? METHODS : [method.toLowerCase()];
}

/** A contract as JSON Schema 2020-12: what is sent is its input, what is answered its output. */
function schemaOf(contract: z.ZodType, io: "input" | "output") {
  const { $schema: _, ...schema } = z.toJSONSchema(contract, { target: "draft-2020-12", io });
  return schema;
}

function operationOf(route: RouteEntry) {
  const { host, does, body } = route;
  return {
    description: does,
    servers: [host === "apex" ? APEX : TENANT],
    parameters: [...pathParametersOf(route), ...queryParametersOf(route)],
    ...(body && {
      requestBody: { required: true, content: { "application/json": { schema: schemaOf(body, "input") } } },
    }),
    responses: responsesOf(route),
    ...securityOf(route),
  };
}

function pathParametersOf({ path }: RouteEntry) {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

function queryParametersOf({ query }: RouteEntry) {
  if (!query) return [];
  const { properties = {}, required = [] } = schemaOf(query, "input");
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
}

function responsesOf({ answers, answer }: RouteEntry) {
  const responses: Record<string, { description: string; content?: object }> = {
    default: { description: "Any other problem", content: FAILED },
  };
  for (const [status, description] of Object.entries(answers)) {
    const isAnswer = answer && (status === "200" || status === "201");
    const content = isAnswer ? { "application/json": { schema: schemaOf(answer, "output") } } : undefined;
    const told = Number(status) >= 400 ? FAILED : content;
    responses[status] = { description, ...(told && { content: told }) };
  }
  return responses;
}

/** An empty requirement beside the other says that a session may be left out. */
function securityOf({ session, isOperators }: RouteEntry) {
  if (isOperators) return { security: [{ operator: [] }] };
  if (!session) return {};
  return { security: session === "needed" ? [{ session: [] }] : [{}, { session: [] }] };
}
