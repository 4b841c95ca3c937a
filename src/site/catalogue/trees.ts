/** A question with its answers, or where one has led to. */
export type TreeNode = Question | Leaf;

export interface Question {
  readonly question: string;
  /** What the question means, where it needs a word. */
  readonly hint?: string;
  readonly answers: readonly Answer[];
}

export interface Answer {
  /** The last part of the address of what it leads to. */
  readonly id: string;
  readonly text: string;
  readonly to: TreeNode;
}

export interface Leaf {
  readonly advice: string;
  /** Slugs, the first to try first. */
  readonly entries: readonly string[];
}

export interface Tree {
  readonly id: string;
  readonly title: string;
  readonly meaning: string;
  readonly root: Question;
}

const NEW: Tree = {
  id: "new",
  title: "A new system",
  meaning: "Nothing is built yet, and everything could still be simpler.",
  root: {
    question: "Must it run on more than one machine?",
    hint: "For its load, for its uptime, or because its users are far apart; not because it may grow one day.",
    answers: [
      {
        id: "one",
        text: "No, or not yet",
        to: {
          advice: "Begin with one deployable, with borders inside that could be cut later.",
          entries: ["monolith-first", "health-check", "timeout"],
        },
      },
      {
        id: "many",
        text: "Yes",
        to: {
          question: "What is the hardest part?",
          answers: [
            {
              id: "scale",
              text: "There will be too much of something",
              to: {
                question: "Too much data, or too many requests?",
                answers: [
                  {
                    id: "data",
                    text: "Data",
                    to: {
                      advice:
                        "Cut the data into parts that need each other little, and keep copies of each part.",
                      entries: ["sharding", "replication", "consistent-hashing"],
                    },
                  },
                  {
                    id: "compute",
                    text: "Requests",
                    to: {
                      advice:
                        "Answer what repeats from a copy, and spread the rest over machines that come and go.",
                      entries: ["caching-strategies", "load-balancing", "cdn", "auto-scaling"],
                    },
                  },
                ],
              },
            },
            {
              id: "reliability",
              text: "It must stay up when parts fail",
              to: {
                advice: "Bound every wait first; then decide who takes over.",
                entries: ["timeout", "circuit-breaker", "failover"],
              },
            },
            {
              id: "consistency",
              text: "Several places must tell one story",
              to: {
                question: "May copies differ for a while?",
                hint: "Most may, if it is said for how long. Money and locks seldom may.",
                answers: [
                  {
                    id: "for-a-while",
                    text: "Yes, and they meet again",
                    to: {
                      advice: "Let writes happen where they arrive, and make them meet in the end.",
                      entries: ["eventual-consistency", "outbox", "saga", "crdts"],
                    },
                  },
                  {
                    id: "never",
                    text: "No",
                    to: {
                      advice: "Pay for agreement where it is needed, on as little data as possible.",
                      entries: ["consensus", "two-phase-commit"],
                    },
                  },
                ],
              },
            },
            {
              id: "performance",
              text: "It must answer quickly",
              to: {
                advice: "Do less for each request before you do it faster.",
                entries: ["caching-strategies", "request-batching", "materialized-view"],
              },
            },
          ],
        },
      },
    ],
  },
};

const EXISTING: Tree = {
  id: "existing",
  title: "A system that hurts",
  meaning: "It runs, and one thing about it must get better.",
  root: {
    question: "What hurts most?",
    hint: "One pain, one pattern: measure, change one thing, measure again.",
    answers: [
      {
        id: "failures",
        text: "A failure of one part takes others with it",
        to: {
          advice: "Stop waiting for what is down; then bound what it can hold.",
          entries: ["circuit-breaker", "bulkhead"],
        },
      },
      {
        id: "slow",
        text: "It is slow",
        to: {
          advice: "Answer from a copy what may be a little old; then bring the copy nearer to the reader.",
          entries: ["caching-strategies", "cdn"],
        },
      },
      {
        id: "overload",
        text: "It gets more than it can do",
        to: {
          advice: "Give each client its share; then refuse early what cannot be done in time.",
          entries: ["rate-limiting", "load-shedding", "threshold"],
        },
      },
      {
        id: "inconsistent",
        text: "Its parts contradict each other",
        to: {
          question: "Must they agree before anybody is answered?",
          hint: "If copies that meet a second later would do, agreement costs more than it is worth.",
          answers: [
            {
              id: "later",
              text: "No, soon is enough",
              to: {
                advice: "Lose no change on the way, and repair what drifted.",
                entries: ["outbox", "event-sourcing", "anti-entropy"],
              },
            },
            {
              id: "at-once",
              text: "Yes",
              to: {
                advice: "Let one place decide: a version that must match, or a majority.",
                entries: ["optimistic-locking", "consensus"],
              },
            },
          ],
        },
      },
    ],
  },
};

export const TREES: readonly Tree[] = [NEW, EXISTING];

/** A node of a tree with the answers that led to it. */
export interface Place {
  readonly tree: Tree;
  /** The address below the trees' page, such as `new/many/scale`. */
  readonly path: string;
  readonly node: TreeNode;
  readonly taken: readonly Answer[];
}

/** Every place of a tree, each question before what its answers lead to. */
export function placesOf(tree: Tree): Place[] {
  const walk = (node: TreeNode, taken: readonly Answer[]): Place[] => {
    const path = [tree.id, ...taken.map(({ id }) => id)].join("/");
    const below =
      "answers" in node ? node.answers.flatMap((answer) => walk(answer.to, [...taken, answer])) : [];
    return [{ tree, path, node, taken }, ...below];
  };
  return walk(tree.root, []);
}

/** What the page of a place is called, and what it tells of itself. */
export function placeText({ tree, node, taken }: Place): { title: string; description: string } {
  const answers = taken.map(({ text }) => text);
  const title = "answers" in node ? node.question : `${tree.title}: ${answers.at(-1)}`;
  const way = answers.join(", ") || "the first question";
  const description = `${tree.title}: ${way}. A place in a decision tree that leads to patterns of the catalogue.`;
  return { title, description };
}

/** What a place comes to: what can be answered, or what to do. */
export function placeSummary({ node }: Place): string {
  return "answers" in node ? node.answers.map(({ text }) => text).join(" · ") : node.advice;
}
