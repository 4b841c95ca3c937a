/** How few specs the pages may hold. Raise it when you add some; lowering it needs a reason that others accept. */
export const FLOOR = 152;

/** Up to here the floor need not be raised with every spec. */
const SLACK = 4;

/** At most one fence in so many may only be shown. */
const ONE_SHOWN_IN = 20;

export interface SiteCount {
  readonly specs: number;
  readonly compileFails: number;
  readonly shown: number;
}

/** What is wrong with the number of fences on a whole site; empty if nothing is. */
export function siteProblems({ specs, compileFails, shown }: SiteCount, floor = FLOOR): string[] {
  const problems: string[] = [];
  const all = specs + compileFails + shown;
  if (specs < floor) problems.push(`The pages hold ${specs} specs: the recorded floor is ${floor}`);
  if (specs > floor + SLACK)
    problems.push(`The pages hold ${specs} specs: raise the recorded floor of ${floor}`);
  if (shown * ONE_SHOWN_IN > all)
    problems.push(`${shown} of ${all} fences are only shown: at most 1 in ${ONE_SHOWN_IN} may be`);
  return problems;
}
