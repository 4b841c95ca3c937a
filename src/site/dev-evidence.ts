import type { AstroIntegration } from "astro";

/** In `npm run dev`, renders pages anew after any change, because any may have made their evidence stale. */
export function freshEvidence(): AstroIntegration {
  return {
    name: "fresh-evidence",
    hooks: {
      "astro:server:setup": ({ server }) => {
        server.watcher.on("change", () => {
          for (const { moduleGraph } of Object.values(server.environments)) {
            for (const [id, module] of moduleGraph.idToModuleMap) {
              if (id.includes(".mdx")) moduleGraph.invalidateModule(module);
            }
          }
        });
      },
    },
  };
}
