import { env } from "cloudflare:workers";
import { Sandbox } from "#grove/contracts/sandbox";
import { site } from "#specs/fixtures";

/** Asks for a sandbox, by default as the demo does. */
export async function ask(
  body: unknown = { tier: "seedling" },
  headers: Record<string, string> = {},
): Promise<Response> {
  return await site("/api/sandboxes", {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", ...headers },
  });
}

/** Makes one. */
export async function make(tier = "seedling"): Promise<Sandbox> {
  return Sandbox.parse(await (await ask({ tier })).json());
}

/** How many there are, dead ones that are not swept yet included. */
export async function countSandboxes(): Promise<number> {
  const row = await env.DB.prepare("SELECT count(*) AS n FROM tenants WHERE expires_at IS NOT NULL").first<{
    n: number;
  }>();
  return row!.n;
}

/** Clears the way for a test that counts them. */
export async function removeSandboxes(): Promise<void> {
  await env.DB.exec("DELETE FROM tenants WHERE expires_at IS NOT NULL");
}
