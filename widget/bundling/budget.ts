/** The bundle's files in, their sizes printed; the build fails when they are larger than agreed. */
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const KB = 1000;

interface Chunk {
  type: "chunk" | "asset";
  fileName: string;
  imports?: string[];
  code?: string;
}

/** launcher: kB gzip of what a page loads at once. whole: kB gzip of the launcher and everything it may load as script. */
export function budget(limits: { launcher: number; whole: number }): Plugin {
  return {
    name: "waypost-budget",
    apply: "build",
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle as unknown as Record<string, Chunk>).filter((part) => part.type === "chunk" && part.fileName !== "demo.js");
      const sizes = new Map(chunks.map((chunk) => [chunk.fileName, gzipSync(chunk.code ?? "", { level: 9 }).length]));
      const sum = (names: Iterable<string>) => [...names].reduce((total, name) => total + (sizes.get(name) ?? 0), 0);
      const launcher = sum(atOnce("waypost-chat.js", chunks));
      const whole = sum(sizes.keys());
      for (const [name, size] of sizes) this.info(`${name} ${(size / KB).toFixed(1)} kB gzip`);
      this.info(`launcher ${(launcher / KB).toFixed(1)} of ${limits.launcher} kB, whole ${(whole / KB).toFixed(1)} of ${limits.whole} kB gzip`);
      if (launcher > limits.launcher * KB || whole > limits.whole * KB) this.error("the bundle is larger than agreed: see the sizes above");
    },
  };
}

/** The names of an entry and of everything that it imports without waiting for a click. */
function atOnce(entry: string, chunks: Chunk[]): Set<string> {
  const found = new Set([entry]);
  for (const name of found) for (const imported of chunks.find((chunk) => chunk.fileName === name)?.imports ?? []) found.add(imported);
  return found;
}
