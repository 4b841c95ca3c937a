import { type Directory, entriesOf } from "../tenancy/directory.ts";

const FIND = "SELECT id FROM users WHERE id = ?1 OR email = ?1";

/** The id of the user with this id or e-mail address, or nothing if there is none. */
export async function findUser(directory: Directory, idOrEmail: string): Promise<string | undefined> {
  return (await entriesOf(directory).prepare(FIND).bind(idOrEmail).first<string>("id")) ?? undefined;
}
