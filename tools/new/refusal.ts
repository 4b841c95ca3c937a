/** Something that the person at the keyboard can put right; nothing was written. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}
