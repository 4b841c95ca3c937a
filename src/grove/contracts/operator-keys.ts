import { hashSecret, isSecretOf } from "./secret.ts";

interface OperatorKey {
  readonly name: string;
  readonly key: string;
}

/**
 * Whose key this is, by `OPERATOR_KEYS`; nobody's for any other text. It is compared with every key, and for as long
 * whatever it is. Throws a TypeError for keys that are not as `OPERATOR_KEYS` has them.
 */
export async function operatorOf(keys: string, sent: string): Promise<string | undefined> {
  const hash = await hashSecret(sent);
  const names = await Promise.all(
    readKeys(keys).map(async ({ name, key }) => ((await isSecretOf(hash, key)) ? name : undefined)),
  );
  return names.find((name) => name !== undefined);
}

function readKeys(keys: string): OperatorKey[] {
  return keys.split(",").map((entry) => {
    const [, name, key] = /^\s*([\w-]{1,50}):([\w-]{43})\s*$/.exec(entry) ?? [];
    if (name === undefined || key === undefined) {
      throw new TypeError("Cannot read OPERATOR_KEYS: an entry is not a name, a colon and 32 bytes");
    }
    return { name, key };
  });
}
