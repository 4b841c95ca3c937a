import { readNamedKeys } from "./named-keys.ts";
import { hashSecret, isSecretOf } from "./secret.ts";

/**
 * Whose key this is, by `OPERATOR_KEYS`; nobody's for any other text. It is compared with every key, and for as long
 * whatever it is. Throws a TypeError for keys that are not as `OPERATOR_KEYS` has them.
 */
export async function operatorOf(keys: string, sent: string): Promise<string | undefined> {
  const hash = await hashSecret(sent);
  const all = readNamedKeys("OPERATOR_KEYS", keys);
  const names = await Promise.all(
    all.map(async ({ name, key }) => ((await isSecretOf(hash, key)) ? name : undefined)),
  );
  return names.find((name) => name !== undefined);
}
