import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";

const DEFAULT_PORT = 8787;
const LARGEST_PORT = 65_535;

/** The port to serve on: `--port N`, else PORT, else 8787. Throws for what is not a port. */
export function choosePort(args: readonly string[]): number {
  const at = args.findIndex((arg) => arg === "--port" || arg.startsWith("--port="));
  const given = at < 0 ? process.env["PORT"] : (args[at]?.split("=")[1] ?? args[at + 1]);
  if (given === undefined || given === "") return DEFAULT_PORT;
  const port = Number(given);
  if (Number.isInteger(port) && port > 0 && port <= LARGEST_PORT) return port;
  throw new RangeError(`Cannot serve on port "${given}": a port is a whole number from 1 to ${LARGEST_PORT}`);
}

/** Whether nothing listens on `port` of this machine's loopback, over IPv4 and, where there is one, IPv6. */
export async function isPortFree(port: number): Promise<boolean> {
  for (const host of ["127.0.0.1", "::1"]) {
    if (!(await canListen(port, host))) return false;
  }
  return true;
}

/** A port that nothing listens on at this moment. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("Cannot find a free port");
  return address.port;
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code === "EADDRNOTAVAIL"));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/** The process that listens on `port`, as "node (pid 123)", where this machine tells; Linux does. */
export function describePortHolder(port: number): string | undefined {
  try {
    const sockets = new Set(
      ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) => listeningSockets(table, port)),
    );
    const pid = readdirSync("/proc").find((name) => /^\d+$/.test(name) && holdsSocket(name, sockets));
    return pid && `${readFileSync(`/proc/${pid}/comm`, "utf8").trim()} (pid ${pid})`;
  } catch {
    return undefined; // No /proc on this system, or none that we may read.
  }
}

// proc(5): field 2 is the local address with the port in hex, field 4 the state (0A: listening), field 10 the inode.
function listeningSockets(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return readFileSync(table, "utf8")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(suffix) && fields[3] === "0A")
    .map((fields) => `socket:[${fields[9]}]`);
}

function holdsSocket(pid: string, sockets: ReadonlySet<string>): boolean {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).some((fd) => sockets.has(readlinkSync(`${folder}/${fd}`)));
  } catch {
    return false; // Another user's process, or one that ended while we looked.
  }
}
