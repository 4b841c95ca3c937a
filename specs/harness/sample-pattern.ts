import type { Files } from "./page-rules.ts";

const PAGE = `---
title: Lantern
description: Lantern is a pattern of no use, with a description that is as long as a search result has room for.
pattern:
  phase: 3
  priority: low
  integration:
    SessionDO: none
    TenantDO: none
    PostDO: none
    Vista: none
    D1: none
    R2: none
entry:
  kind: pattern
  aliases: []
  symptoms: [it is dark, nobody sees the step]
  domain: resilience
  subDomain: load-management
  layers: [platform]
  problems: [{ matrix: availability, row: overload, role: primary }]
  level: beginner
  complexity: { build: low, time: hours, upkeep: low }
  question: Who lights the step?
  when: [Somebody comes at night., The step is high.]
  whenNot: [The moon is out., There is no step.]
  relations: [{ to: timeout, kind: enables, why: A light goes out by itself. }]
  system: { name: A house, url: "https://example.org/", what: It has one by the door. }
  sources: [{ title: One, url: "https://example.org/1" }, { title: Two, url: "https://example.org/2" }]
  inGrove: []
---

<Evidence />

## Purpose
## When to use it, and when not
## Architecture
## Implementation
<Source file="src/implementations/lantern/light.ts" region="light" />
\`light\`
## Specification
\`\`\`ts spec="It is lit"
expect(light()).toBe("lit");
\`\`\`
## Playground
<Demo slug="lantern" />
## Integration
<Matrix only="lantern" />
## Issues and considerations
## Testing
## References
`;

const FILES: Readonly<Record<string, string>> = {
  "src/content/docs/patterns/lantern.mdx": PAGE,
  "src/implementations/lantern/index.ts": 'export { light } from "./light.ts";\n',
  "src/implementations/lantern/light.ts": "// #region light\n// #endregion light\n",
  "src/implementations/lantern/light.test.ts": "",
  "playground/lantern/view.ts": "",
  "playground/lantern/session.test.ts": "",
  "playground/demos.ts": "  lantern: {},\n",
  "src/site/marks.ts": "  lantern: ``,\n",
};

/** The smallest pattern that lacks nothing, without each line and each file that holds `text`. */
export function samplePattern({ without }: { readonly without?: string } = {}): Files {
  const isKept = (text: string): boolean => without === undefined || !text.includes(without);
  return new Map(
    Object.entries(FILES)
      .filter(([path]) => isKept(path))
      .map(([path, text]) => [path, text.split("\n").filter(isKept).join("\n")]),
  );
}
