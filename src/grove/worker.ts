import { app } from "./app.ts";
import { sweepSandboxes } from "./sweep.ts";

export { AddressDO } from "./objects/address-do.ts";
export { GlobalDO } from "./objects/global-do.ts";
export { SessionDO } from "./objects/session-do.ts";
export { TenantDO } from "./objects/tenant-do.ts";

export default {
  fetch: app.fetch,
  async scheduled(_controller, env) {
    const swept = await sweepSandboxes(env, Date.now());
    console.log(JSON.stringify({ level: "info", event: "sandboxes swept", swept }));
  },
} satisfies ExportedHandler<Env>;
