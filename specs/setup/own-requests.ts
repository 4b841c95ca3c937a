import worker from "#grove/worker";
import { followWork } from "../fixtures/context.ts";

// The pool runs Grove without the flag `handle_cross_request_promise_resolution`, which a deploy has. So where requests
// share a call, all of them go on in the request that made it, and workerd then takes what the others wait for after their
// answers for another request's: an error outside all tests, now and then. Here each request looks by itself, by a timer of
// its own, whether its work is done.

const wait = scheduler.wait.bind(scheduler);
const LONGEST_PAUSE_MS = 64;

async function endOf(work: Promise<unknown>): Promise<void> {
  const seen = { isOver: false };
  const end = (): void => void (seen.isOver = true);
  work.then(end, end);
  for (let pauseMs = 1; !seen.isOver; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) await wait(pauseMs);
  await work; // Throws what it threw.
}

const { fetch } = worker;
worker.fetch = (request, env, context) => fetch(request, env, context && followWork(context, endOf));
