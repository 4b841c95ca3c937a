import { expect, test } from "vitest";
import { groupAddress } from "./client-address.ts";

test.for([
  ["192.0.2.7", "192.0.2.7", "192.0.2.0/24"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48"],
  ["2001:DB8:1:2::", "2001:db8:1:2::/64", "2001:db8:1::/48"],
  ["2001:db8::1", "2001:db8:0:0::/64", "2001:db8:0::/48"],
  ["::1", "0:0:0:0::/64", "0:0:0::/48"],
  ["::ffff:192.0.2.7", "192.0.2.7", "192.0.2.0/24"],
  ["::ffff:c000:207", "192.0.2.7", "192.0.2.0/24"],
] as const)("groups %s as %s in %s", ([address, client, network]) => {
  expect(groupAddress(address)).toEqual({ client, network });
});

test.for([
  "",
  "unknown",
  "256.1.1.1",
  "1.2.3",
  "1.2.3.4.5",
  "fe80::1%eth0",
  "::1]/x",
  ":",
  "1.2.3.4, 5.6.7.8",
  "a:b",
])("takes no address from %j", (text) => {
  expect(groupAddress(text)).toBeUndefined();
});
