import { expect, test } from "vitest";
import { apexOrigin, blogHost, readHost, routingPath } from "./host.ts";

const BASE = "grove.localhost";

test.for([
  ["grove.localhost", "apex"],
  ["GROVE.localhost", "apex"],
  ["grove.localhost.", "apex"],
  ["localhost", "apex"],
  ["127.0.0.1", "apex"],
  ["[::1]", "apex"],
  ["grove-patterns.someone.workers.dev", "apex"],
  ["www.grove.localhost", "www"],
  ["alice.grove.localhost", "tenant"],
  ["ALICE.grove.localhost.", "tenant"],
  ["constructor.grove.localhost", "tenant"],
  ["admin.grove.localhost", "nowhere"],
  ["a.alice.grove.localhost", "nowhere"],
  ["www.alice.grove.localhost", "nowhere"],
  ["-alice.grove.localhost", "nowhere"],
  ["al_ice.grove.localhost", "nowhere"],
  [".grove.localhost", "nowhere"],
  ["evilgrove.localhost", "foreign"],
  ["grove.localhost.evil.example", "foreign"],
  ["alice.localhost", "foreign"],
  ["workers.dev.example", "foreign"],
])("%s is %s", ([hostname, kind]) => {
  expect(readHost(hostname!, BASE).kind).toBe(kind);
});

test("the case of the base domain means nothing", () => {
  expect(readHost("alice.grove.localhost", "Grove.Localhost").kind).toBe("tenant");
  expect(readHost("grove.localhost", "GROVE.localhost").kind).toBe("apex");
  expect(apexOrigin("http://alice.grove.localhost:8787/", "Grove.Localhost")).toBe(
    "http://grove.localhost:8787",
  );
});

test.for([
  ["http://grove.localhost:8787/", "alice.grove.localhost:8787"],
  ["https://GROVE.localhost./", "alice.grove.localhost"],
  ["http://127.0.0.1:8787/", "alice.grove.localhost:8787"],
  ["http://[::1]/", "alice.grove.localhost"],
  ["https://grove.someone.workers.dev/", undefined],
])("a blog seen from %s is at %s", ([url, host]) => {
  expect(blogHost(url!, BASE, "alice")).toBe(host);
});

test("routes by the host first, which no path can pass for", () => {
  expect(routingPath(new Request("http://Alice.grove.localhost:8787/posts/a"), BASE)).toBe(
    "/tenant/alice/posts/a",
  );
  expect(routingPath(new Request("http://alice.grove.localhost/"), BASE)).toBe("/tenant/alice");
  expect(routingPath(new Request("http://localhost/tenant/alice/"), BASE)).toBe("/apex/tenant/alice/");
});
