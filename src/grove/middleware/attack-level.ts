import type { Context } from "hono";
import type { GroveEnv } from "../context.ts";

export const attackLevel = {
  ceiling: (perMinute: number): number => perMinute,
  note: (_c: Context<GroveEnv>, _isRefused: boolean): void => undefined,
};
