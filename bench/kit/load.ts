import { Agent, type IncomingMessage, request, type RequestOptions } from "node:http";

export interface LoadOptions {
  readonly url: URL;
  readonly requests: number;
  readonly connections: number;
  readonly method?: string;
  /** The headers of the nth request, `host` among them. */
  readonly headers: (n: number) => Readonly<Record<string, string>>;
  /** Waited for before the nth request is sent. */
  readonly before?: (n: number) => Promise<void>;
}

export interface LoadResult {
  readonly perSecond: number;
  /** Milliseconds from sending a request to the end of its answer. */
  readonly waits: readonly number[];
  readonly statuses: Readonly<Record<number, number>>;
}

/** Sends so many requests over so many connections, each of which sends its next when the last is answered. */
export async function load({
  url,
  requests,
  connections,
  method = "GET",
  headers,
  before,
}: LoadOptions): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const waits: number[] = [];
  const statuses: Record<number, number> = {};
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let n = next++; n < requests; n = next++) {
        await before?.(n);
        const sent = performance.now();
        const status = await send(url, { agent, method, headers: headers(n) });
        waits.push(performance.now() - sent);
        statuses[status] = (statuses[status] ?? 0) + 1;
      }
    }),
  );
  const seconds = (performance.now() - began) / 1_000;
  agent.destroy();
  return { perSecond: requests / seconds, waits, statuses };
}

/** Sends a request, reads the whole answer and gives its status. workerd may close a connection as it is used again. */
async function send(url: URL, options: RequestOptions): Promise<number> {
  try {
    return await sendOnce(url, options);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ECONNRESET")) throw error;
    return await sendOnce(url, options);
  }
}

function sendOnce(url: URL, options: RequestOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url.href, options, (response: IncomingMessage) => {
      response.on("error", reject);
      response.on("end", () => resolve(response.statusCode ?? 0));
      response.resume();
    });
    sent.on("error", reject);
    sent.end();
  });
}
