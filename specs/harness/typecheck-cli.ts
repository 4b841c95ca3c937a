import { typecheckPages, typeErrors } from "./typecheck.ts";
import { listPagesWithScript } from "./vite-plugin.ts";

const report = typecheckPages(listPagesWithScript("src/content/docs"), {
  project: "tsconfig.worker.json",
  folder: ".specs/fences",
});
const errors = typeErrors(report);
for (const error of errors) console.error(error);
console.log(`${report.fences.length} fences type-checked, ${errors.length} errors`);
if (errors.length > 0 || report.fences.length === 0) process.exitCode = 1;
