import { expect, test } from "vitest";
import { addressKeys } from "./address-keys.ts";

const [A, B, C] = ["192.0.2", "198.51.100", "203.0.113"].map((net) => (host: number) => ({
  client: `${net}.${host}`,
  network: `${net}.0/24`,
})) as [Of, Of, Of];
type Of = (host: number) => { client: string; network: string };

test("keeps so many addresses of a network apart, and counts its others together", () => {
  const { keyOf } = addressKeys({ most: 10, ofNetwork: 2, forMs: 100 });

  expect([1, 2, 3, 4, 1].map((host) => keyOf(A(host), 0))).toEqual([
    "192.0.2.1",
    "192.0.2.2",
    "192.0.2.0/24",
    "192.0.2.0/24",
    "192.0.2.1",
  ]);
  expect(keyOf(B(1), 0)).toBe("198.51.100.1");
});

test("keeps no more addresses apart than it may", () => {
  const { keyOf } = addressKeys({ most: 2, ofNetwork: 2, forMs: 100 });
  keyOf(A(1), 0);
  keyOf(B(1), 0);

  expect(keyOf(C(1), 0)).toBe("203.0.113.0/24");
  expect(keyOf(A(1), 0)).toBe("192.0.2.1");
});

test("gives the place of an address to another once it has been silent for long enough", () => {
  const { keyOf } = addressKeys({ most: 10, ofNetwork: 2, forMs: 100 });
  keyOf(A(1), 0);
  keyOf(A(2), 0);
  keyOf(A(1), 50);

  expect(keyOf(A(3), 99)).toBe("192.0.2.0/24");
  expect(keyOf(A(3), 100)).toBe("192.0.2.3");
  expect(keyOf(A(2), 149)).toBe("192.0.2.0/24");
  expect(keyOf(A(1), 149)).toBe("192.0.2.1");
});

test("a clock that is set back leaves no place taken for long", () => {
  const { keyOf } = addressKeys({ most: 1, ofNetwork: 1, forMs: 100 });
  keyOf(A(1), 1_000_000);

  expect(keyOf(A(2), 0)).toBe("192.0.2.2");
});
