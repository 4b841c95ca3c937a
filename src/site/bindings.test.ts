import { expect, test } from "vitest";
import { readBindings } from "./bindings.ts";

test("lists what the Worker is given, in the words of the page", () => {
  const { bindings, crons } = readBindings(`
compatibility_date = "2026-10-01"
[[d1_databases]]
binding = "DB"
database_name = "grove"
[[durable_objects.bindings]]
name = "TENANTS"
class_name = "TenantDO"
[vars]
BASE_DOMAIN = "grove.localhost"
[triggers]
crons = ["*/10 * * * *"]
`);

  expect(bindings).toEqual([
    { name: "DB", kind: "D1", is: "the database grove" },
    { name: "TENANTS", kind: "Durable Objects", is: "TenantDO" },
    { name: "BASE_DOMAIN", kind: "Variable", is: "grove.localhost by default" },
  ]);
  expect(crons).toEqual(["*/10 * * * *"]);
});
