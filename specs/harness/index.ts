export { readFences } from "./fences.ts";
export type { Fence } from "./fences.ts";
export type { FenceClass } from "./classes.ts";
export { readPage } from "./page.ts";
export type { Classified, Page } from "./page.ts";
export type { Problem } from "./syntax.ts";
export { toTestModule } from "./test-module.ts";
export type { TestModule } from "./test-module.ts";
