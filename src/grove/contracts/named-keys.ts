/** A key by its name. */
interface NamedKey {
  readonly name: string;
  /** 32 random bytes as base64url. */
  readonly key: string;
}

/** Reads what a secret of the Worker holds, `name:key,name:key`. Throws a TypeError for any other text, and tells nothing of it. */
export function readNamedKeys(secret: "SESSION_KEYS" | "OPERATOR_KEYS", text: string): NamedKey[] {
  return text.split(",").map((entry) => {
    const [, name, key] = /^\s*([\w-]{1,50}):([\w-]{43})\s*$/.exec(entry) ?? [];
    if (name === undefined || key === undefined) {
      throw new TypeError(`Cannot read ${secret}: an entry is not a name, a colon and 32 bytes`);
    }
    return { name, key };
  });
}
