/**
 * The chance that two samples of one distribution lie at least as far apart as these two do: the two-sample
 * Kolmogorov-Smirnov test, with the asymptotic distribution and its correction for finite samples as in Press et al.,
 * Numerical Recipes, 3rd edition, sections 6.14.12 and 14.3.3. Ties make it larger, never smaller. Throws a RangeError
 * for a sample too small (under 20) for the approximation.
 */
export function ksPValue(a: readonly number[], b: readonly number[]): number {
  const least = Math.min(a.length, b.length);
  if (!(least >= 20))
    throw new RangeError(`Cannot compare samples: the smaller has ${least} values, must have 20`);
  const effective = Math.sqrt((a.length * b.length) / (a.length + b.length));
  return complement((effective + 0.12 + 0.11 / effective) * ksDistance(a, b));
}

/** The greatest distance between the two empirical distribution functions, from 0 to 1. */
export function ksDistance(a: readonly number[], b: readonly number[]): number {
  const [left, right] = [a.toSorted((x, y) => x - y), b.toSorted((x, y) => x - y)];
  let [i, j, farthest] = [0, 0, 0];
  while (i < left.length && j < right.length) {
    const value = Math.min(left[i]!, right[j]!);
    while (left[i] === value) i++;
    while (right[j] === value) j++;
    farthest = Math.max(farthest, Math.abs(i / left.length - j / right.length));
  }
  return farthest;
}

/** The complement of the Kolmogorov distribution, by whichever of its two series converges quickly. */
function complement(z: number): number {
  if (z < 0.2) return 1;
  if (z < 1.18) {
    const y = Math.exp(-(Math.PI ** 2) / (8 * z ** 2));
    return 1 - (Math.sqrt(2 * Math.PI) / z) * (y + y ** 9 + y ** 25 + y ** 49);
  }
  const x = Math.exp(-2 * z ** 2);
  return 2 * (x - x ** 4 + x ** 9);
}
