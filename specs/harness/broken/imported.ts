interface Even {
  readonly value: number;
}

/** Half of an even number; throws a RangeError for an odd one. */
export function half(value: number): number {
  const even: Even = { value };
  if (even.value % 2 !== 0) throw new RangeError(`Cannot halve ${even.value}`);
  return even.value / 2;
}
