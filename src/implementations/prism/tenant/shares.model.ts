import { createScoper } from "../sql/scoper.ts";
import { readSchema } from "../schema/read-schema.ts";
import { Tenant } from "./tenant.ts";

export const TABLE = `CREATE TABLE things (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  size INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id)
) STRICT`;
export const scoper = createScoper(readSchema([TABLE], { column: "tenant_id" }));

export const alice = Tenant.admit("alice");
export const bob = Tenant.admit("bob");
