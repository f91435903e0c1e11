import { defineConfig } from "vitest/config";

/** unit: the pure parts, in Node. browser: the built bundle in Chromium, against a fake server and the real bot. */
export default defineConfig({
  test: {
    fileParallelism: false,
    projects: [
      { test: { name: "unit", include: ["tests/unit/*.test.ts"] } },
      { test: { name: "browser", include: ["tests/browser/*.test.ts"], testTimeout: 120_000, hookTimeout: 240_000 } },
    ],
  },
});
