import { defineConfig } from "vite";
import { budget } from "./bundling/budget";
import { compressed } from "./bundling/compressed";
import { slim } from "./bundling/slim";

/** The bundle: `waypost-chat.js` is what a page names; everything else is loaded by it, with a hash in its name. */
export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [slim(), budget({ launcher: 8, whole: 60 }), compressed()],
  build: {
    target: "es2022",
    minify: "terser",
    terserOptions: { module: true, compress: { passes: 3, unsafe_arrows: true, pure_getters: true }, format: { comments: false } },
    outDir: "dist",
    emptyOutDir: true,
    modulePreload: false,
    reportCompressedSize: false,
    rollupOptions: {
      input: { "waypost-chat": "src/define.ts", demo: "demo/demo.ts" },
      preserveEntrySignatures: "strict",
      output: { entryFileNames: "[name].js", chunkFileNames: "parts/[name]-[hash].js", assetFileNames: "parts/[name]-[hash][extname]" },
    },
  },
});
