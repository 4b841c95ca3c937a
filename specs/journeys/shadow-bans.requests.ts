import { clock, type TestActor } from "#specs/fixtures";

/** Takes a member up the ladder by so many steps: three end in a slowdown, four in a block and a shadow ban. */
export async function escalate({ object }: TestActor, steps: number): Promise<void> {
  for (let step = 0; step < steps; step++) await object.escalateAbuse("told by hand");
}

/** Makes a member shadow banned, and waits for the block to be over. */
export async function shadowBan(member: TestActor): Promise<void> {
  await escalate(member, 4);
  clock.advance(300_000);
}
