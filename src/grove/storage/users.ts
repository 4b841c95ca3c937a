import { type Directory, entriesOf } from "../tenancy/directory.ts";

const FIND = "SELECT id FROM users WHERE id = ?1 OR email = ?1";
const IS_THERE = "SELECT 1 FROM users WHERE id = ?";

/** The id of the user with this id or e-mail address, or nothing if there is none. */
export async function findUser(directory: Directory, idOrEmail: string): Promise<string | undefined> {
  return (await entriesOf(directory).prepare(FIND).bind(idOrEmail).first<string>("id")) ?? undefined;
}

/** Whether there is a user of this id. The account of a sandbox is none. */
export async function isUser(directory: Directory, id: string): Promise<boolean> {
  return (await entriesOf(directory).prepare(IS_THERE).bind(id).first()) !== null;
}
