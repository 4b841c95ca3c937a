import { env } from "cloudflare:workers";
import { addressObject } from "#grove/address-object";
import { routeLimitOf } from "#grove/contracts/policies";
import { SandboxState } from "#grove/contracts/sandbox";
import { SIGN_INS_PER_ACCOUNT } from "#grove/contracts/session";
import { sessionObject } from "#grove/session-object";
import { clientAddress, site, type TestMember } from "#specs/fixtures";

const BY_ADDRESS = routeLimitOf("POST", "/apex/api/sandboxes/sandbox-aaaaaaaaaaaa/sessions")!.perAddress!;

type Account = Pick<TestMember, "id" | "path" | "passphrase">;

/** A guess at a passphrase, as a request. */
export function attempt(passphrase: unknown): RequestInit {
  return {
    method: "POST",
    body: JSON.stringify({ passphrase }),
    headers: { "Content-Type": "application/json", "cf-connecting-ip": clientAddress() },
  };
}

/** Signs in through the whole Worker, with the right passphrase unless told otherwise. */
export async function signInTo(
  { path, passphrase }: Account,
  guess: unknown = passphrase,
): Promise<Response> {
  return await site(`${path}/sessions`, attempt(guess));
}

/** Asks for something in the name of a session. */
export async function visit({ path }: Account, session: string): Promise<Response> {
  return await site(`${path}/requests`, { headers: { Authorization: `Bearer ${session}` } });
}

/** How many attempts count at each layer. */
export async function counted({
  id,
  path,
}: Account): Promise<{ account: number; address: number; tenant: number }> {
  const [account] = await sessionObject(env, id).readUserRateLimit([
    { policy: SIGN_INS_PER_ACCOUNT, key: "" },
  ]);
  const { key, object } = await addressObject(env, clientAddress().replace(/::1$/, ":0::/64"));
  const claims = [{ policy: BY_ADDRESS, key }];
  const verdict = await object.checkAddress(claims);
  if (verdict.kind === "allowed") await object.refund(verdict.receipt);
  const state = SandboxState.parse(await (await site(path)).json());
  const address = (verdict.standings[0]?.used ?? NaN) - (verdict.kind === "allowed" ? 1 : 0);
  return { account: account!.used, address, tenant: state.categories.writes.used };
}
