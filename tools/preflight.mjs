import { readFileSync } from "node:fs";

// Runs before the scripts that need it, on whatever Node the machine has: hence plain JavaScript, and old at that.
// npm brings a Node for Linux, so this speaks up elsewhere. See decisions/003-node-from-npm.md.

const { engines } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const [major, minor] = engines.node.replace(">=", "").split(".").map(Number);
const [ownMajor, ownMinor] = process.versions.node.split(".").map(Number);

if (ownMajor < major || (ownMajor === major && ownMinor < minor)) {
  console.error(
    `Node ${process.versions.node} is too old: the tools need Node ${major}.${minor} or later.\n` +
      "On Linux (x64, arm64) npm ci brings one, unless optional dependencies are left out. Elsewhere install Node 24.",
  );
  process.exit(1);
}
