import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { ROOT } from "./sources.ts";

export interface ChromiumLaunch {
  readonly executablePath: string;
  readonly env: Record<string, string>;
}

const COMMANDS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/opt/google/chrome/chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * The browser to check the site with: CHROMIUM_PATH, else an installed Chromium or Chrome, else the one that npm
 * brought. See decisions/007-browser-for-checks.md.
 */
export function findChromium(): ChromiumLaunch {
  const named = process.env["CHROMIUM_PATH"];
  if (named) {
    if (existsSync(named)) return { executablePath: named, env: environment() };
    throw new Error(`Cannot start the browser: CHROMIUM_PATH is ${named}, which does not exist`);
  }
  const installed = [...onPath(), ...PLACES].find((path) => existsSync(path));
  if (installed) return { executablePath: installed, env: environment() };
  if (process.platform === "linux" && process.arch === "x64") return unpackedChromium();
  throw new Error(
    "Cannot start a browser: no Chromium or Chrome is installed, and the one from npm runs on Linux x64 only. " +
      "Install Chromium, or set CHROMIUM_PATH to the browser's executable",
  );
}

function onPath(): string[] {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)));
}

function environment(): Record<string, string> {
  const entries = Object.entries(process.env);
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/**
 * The browser shipped as an npm package, unpacked once per version, with the system libraries and fonts that a bare
 * machine lacks. The package unpacks into TMPDIR and changes its process's environment, so a child process does it;
 * the folder gets its name only when it is whole, so that an interrupted run leaves nothing half unpacked.
 */
function unpackedChromium(): ChromiumLaunch {
  const home = join(ROOT, "node_modules", "@sparticuz", "chromium");
  const { version }: { version: string } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
  const folder = join(ROOT, "node_modules", ".cache", `chromium-${version}`);
  if (!existsSync(folder)) unpackInto(folder);

  const env = environment();
  return {
    executablePath: join(folder, "chromium"),
    env: {
      ...env,
      LD_LIBRARY_PATH: [join(folder, "al2023", "lib"), env["LD_LIBRARY_PATH"]]
        .filter(Boolean)
        .join(delimiter),
      FONTCONFIG_PATH: env["FONTCONFIG_PATH"] ?? join(folder, "fonts"),
    },
  };
}

// The package's own file looks for its fonts under /tmp only.
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
</fontconfig>
`;

function unpackInto(folder: string): void {
  mkdirSync(dirname(folder), { recursive: true });
  const staging = mkdtempSync(`${folder}-`);
  const script =
    'const { default: chromium } = await import("@sparticuz/chromium"); await chromium.executablePath()';
  try {
    execFileSync(process.execPath, ["--input-type=module", "--eval", script], {
      cwd: ROOT,
      // Without the Lambda's name the package keeps its own system libraries packed.
      env: { ...process.env, TMPDIR: staging, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x" },
      stdio: ["ignore", "ignore", "inherit"],
    });
    writeFileSync(join(staging, "fonts", "fonts.conf"), FONTS);
    renameSync(staging, folder);
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    // Another process may have unpacked the same version meanwhile.
    if (!existsSync(folder))
      throw new Error("Cannot unpack the browser of @sparticuz/chromium", { cause: error });
  }
}
