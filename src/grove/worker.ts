import { app } from "./app.ts";
import { forgetOldMarks } from "./storage/watermarks.ts";
import { sweepSandboxes, sweepUploads } from "./sweep.ts";
import { openOperator } from "./tenancy/operator.ts";

export { AddressDO } from "./objects/address-do.ts";
export { AnalyticsDO } from "./objects/analytics-do.ts";
export { GlobalDO } from "./objects/global-do.ts";
export { PostDO } from "./objects/post-do.ts";
export { SessionDO } from "./objects/session-do.ts";
export { TenantDO } from "./objects/tenant-do.ts";

export default {
  fetch: app.fetch,
  async scheduled({ scheduledTime }, env) {
    const swept = await sweepSandboxes(env, Date.now());
    if (isFirstOfDay(scheduledTime))
      await forgetOldMarks(openOperator(env, "forget old watermarks"), scheduledTime);
    const uploads = await sweepUploads(env, Date.now());
    console.log(JSON.stringify({ level: "info", event: "sandboxes swept", swept, uploads }));
  },
} satisfies ExportedHandler<Env>;

/** Marks are as good as any other row to keep for a day longer, and looking for old ones reads them all. */
function isFirstOfDay(scheduledTime: number): boolean {
  return new Date(scheduledTime).toISOString().slice(11, 15) === "00:0";
}
