import type { z } from "zod";
import { type IdentityProof, NamedUser } from "../contracts/identity.ts";
import { findUser } from "../storage/users.ts";
import { openDirectory } from "../tenancy/directory.ts";

/**
 * For development only: takes anybody for whom they say they are, by id or e-mail address. It is open where a binding
 * says so that no deploy has, whatever the host is called.
 */
export const developmentProof: IdentityProof<z.infer<typeof NamedUser>> = {
  claim: NamedUser,
  isOpen: ({ DEVELOPMENT_SIGN_IN }) => DEVELOPMENT_SIGN_IN === "allowed",
  accountOf: async (env, { user }) => await findUser(openDirectory(env), user),
  prove: async () => true,
};
