/** So many random bytes, as base64url writes them. */
export function newSecret(bytes: number): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(bytes)));
}

/**
 * What is stored of a secret: its SHA-256, in hexadecimal. That is enough for one of 128 random bits or more, which
 * nobody can guess; a passphrase that a person thought of needs a slow hash and a salt.
 */
export async function hashSecret(secret: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret)));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Whether a secret is the one of this hash. It takes as long for every secret of a length. */
export async function isSecretOf(hash: string, secret: string): Promise<boolean> {
  const found = await hashSecret(secret);
  let difference = hash.length ^ found.length;
  for (let i = 0; i < found.length; i++) difference |= hash.charCodeAt(i) ^ found.charCodeAt(i);
  return difference === 0;
}

/** RFC 4648, section 5, without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

/** The bytes that such a text stands for. Throws for a text that is none. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
}
