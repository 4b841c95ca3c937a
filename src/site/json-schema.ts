/** What a JSON Schema of the contracts may say. Whatever else it says is refused, so that no table leaves it out. */
const KNOWN = new Set([
  "additionalProperties",
  "anyOf",
  "const",
  "default",
  "enum",
  "exclusiveMinimum",
  "format",
  "items",
  "maxItems",
  "maxLength",
  "maximum",
  "minItems",
  "minLength",
  "minimum",
  "pattern",
  "properties",
  "propertyNames",
  "required",
  "type",
]);

/** A schema as far as it is told here. */
export interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly required?: readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
}

/** One line of a table of fields: `comments[].id`, its type, and what else holds for it. */
export interface Field {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly bounds: readonly string[];
}

/** The fields of an object, those of objects and lists in it behind their own. Throws for a keyword that it would leave out. */
export function fieldsOf(schema: JsonSchema, prefix = ""): Field[] {
  refuseUnknown(schema);
  const { properties = {}, required = [], additionalProperties } = schema;
  const named = Object.entries(properties).flatMap(([name, field]) =>
    fieldAndBelow(`${prefix}${name}`, field, required.includes(name)),
  );
  const isMap = typeof additionalProperties === "object" && Object.keys(additionalProperties).length > 0;
  return isMap ? [...named, ...fieldAndBelow(`${prefix}*`, additionalProperties, false)] : named;
}

function fieldAndBelow(name: string, schema: JsonSchema, isRequired: boolean): Field[] {
  const own: Field = { name, type: typeOf(schema), isRequired, bounds: boundsOf(schema) };
  const variants = schema.anyOf ?? [schema];
  const below = variants.flatMap((variant) =>
    variant.items ? fieldsOf(variant.items, `${name}[].`) : fieldsOf(variant, `${name}.`),
  );
  return [own, ...below];
}

function typeOf(schema: JsonSchema): string {
  refuseUnknown(schema);
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(" or ");
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(", ");
  if ("const" in schema) return JSON.stringify(schema.const);
  if (schema.type === "array")
    return schema.items?.type === "object" ? "list" : `list of ${typeOf(schema.items ?? {})}`;
  return schema.type ?? "anything";
}

function boundsOf(schema: JsonSchema): string[] {
  const { minimum, exclusiveMinimum, maximum, minLength, maxLength, minItems, maxItems } = schema;
  const least = exclusiveMinimum === undefined ? minimum : exclusiveMinimum + 1;
  const variants = schema.anyOf ?? [];
  return [
    range(least, maximum),
    range(minLength, maxLength, "characters"),
    range(minItems, maxItems, "items"),
    schema.format && `a ${schema.format}`,
    // A format has a pattern too, which says nothing more.
    !schema.format && schema.pattern && `\`${schema.pattern}\``,
    "default" in schema && `${JSON.stringify(schema.default)} unless sent`,
    ...variants.flatMap(boundsOf),
  ].filter((bound) => typeof bound === "string" && bound !== "") as string[];
}

/** `1 to 100 characters`. Bounds that every number has are none. */
function range(least: number | undefined, most: number | undefined, unit = ""): string {
  const [from, to] = [least, most].map((bound) =>
    bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER ? bound : undefined,
  );
  if (from === undefined && to === undefined) return "";
  const said =
    to === undefined ? `at least ${from}` : from === undefined ? `at most ${to}` : `${from} to ${to}`;
  return `${said} ${unit}`.trim();
}

function refuseUnknown(schema: JsonSchema): void {
  const unknown = Object.keys(schema).find((keyword) => !KNOWN.has(keyword));
  if (unknown !== undefined) throw new Error(`Cannot show a schema: no table has a place for "${unknown}"`);
}
