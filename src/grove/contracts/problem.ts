import { z } from "zod";

/** An error as RFC 9457 writes it, with the members that Grove adds. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string(),
  /** The same as the header X-Request-Id, to quote in a report. */
  requestId: z.string(),
  /** Which fields of the body are wrong, each as a JSON pointer. */
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  /** Which limits were reached, as draft-ietf-httpapi-ratelimit-headers names them. */
  "violated-policies": z.array(z.string()).optional(),
  /** Seconds, the same as the header Retry-After. */
  retryAfter: z.int().nonnegative().optional(),
});
export type Problem = z.infer<typeof Problem>;
