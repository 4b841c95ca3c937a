import { readNamedKeys } from "./named-keys.ts";
import { fromBase64Url, toBase64Url } from "./secret.ts";

/** Which session of which user: what a cookie holds, and nobody can read in it. */
export interface SessionName {
  readonly userId: string;
  readonly sessionId: string;
}

interface Key {
  readonly id: string;
  readonly key: CryptoKey;
}

const IV_BYTES = 12;
const PURPOSE = "grove_session";
const MOST_LENGTH = 1_000;

/**
 * Seals the name of a session with AES-GCM (NIST SP 800-38D) under the first of the keys: `{key id}.{iv, ciphertext}`.
 * The iv is random, which a key bears for 2^32 sessions. `keys` is as in `SESSION_KEYS`; throws a TypeError for others.
 */
export async function sealSession(keys: string, { userId, sessionId }: SessionName): Promise<string> {
  const [newest] = await readKeys(keys);
  if (!newest) throw new TypeError("Cannot seal a session: there are no keys");
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const text = new TextEncoder().encode(JSON.stringify([userId, sessionId]));
  const sealed = new Uint8Array(await crypto.subtle.encrypt(parameters(newest.id, iv), newest.key, text));
  const bytes = new Uint8Array([...iv, ...sealed]);
  return `${newest.id}.${toBase64Url(bytes)}`;
}

/** Opens what any of the keys has sealed; nothing for what none has, whatever it is. */
export async function openSession(keys: string, sealed: string): Promise<SessionName | undefined> {
  if (sealed.length > MOST_LENGTH) return undefined;
  const [, id = "", text = ""] = /^([\w-]+)\.([\w-]+)$/.exec(sealed) ?? [];
  const found = (await readKeys(keys)).find((each) => each.id === id);
  if (!found) return undefined;
  try {
    const bytes = fromBase64Url(text);
    const algorithm = parameters(id, bytes.slice(0, IV_BYTES));
    const opened = await crypto.subtle.decrypt(algorithm, found.key, bytes.slice(IV_BYTES));
    const [userId = "", sessionId = ""] = JSON.parse(new TextDecoder().decode(opened)) as string[];
    return { userId, sessionId };
  } catch {
    // Text that is no base64url, or bytes that this key has not sealed: both are no session.
    return undefined;
  }
}

/** The id of its key is bound to what is sealed, and so is what it is for. */
function parameters(id: string, iv: Uint8Array<ArrayBuffer>) {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(`${PURPOSE}\n${id}`) };
}

/** Imported once for each text of keys that an isolate meets, which is one. */
const imported = new Map<string, Promise<readonly Key[]>>();

function readKeys(keys: string): Promise<readonly Key[]> {
  const known = imported.get(keys);
  if (known) return known;
  const reading = importKeys(keys);
  imported.clear();
  imported.set(keys, reading);
  return reading;
}

async function importKeys(keys: string): Promise<readonly Key[]> {
  return await Promise.all(
    readNamedKeys("SESSION_KEYS", keys).map(async ({ name, key }) => ({
      id: name,
      key: await crypto.subtle.importKey("raw", fromBase64Url(key), "AES-GCM", false, ["encrypt", "decrypt"]),
    })),
  );
}
