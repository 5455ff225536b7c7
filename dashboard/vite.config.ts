import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/**
 * The build: hashed files only, nothing inline, and a place in index.html that the server fills with
 * a nonce for each answer.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), bootFirst()],
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    outDir: "../build/dashboard",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // The first page is some 200 kB gzip, most of it React and the components; the pages about
    // contracts come by themselves, another 18 kB, those of the desk 42 kB, and Markdown 35 kB.
    chunkSizeWarningLimit: 700,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        index: `${import.meta.dirname}/index.html`,
        boot: `${import.meta.dirname}/boot.js`,
      },
    },
  },
});

/** Puts boot.js first in the head, as a script that is run before anything is painted. */
function bootFirst(): Plugin {
  return {
    name: "boot-first",
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle }) {
        const chunks = Object.values(bundle ?? {});
        const boot = chunks.find((chunk) => chunk.type === "chunk" && chunk.name === "boot");
        const src = boot === undefined ? "/boot.js" : `/${boot.fileName}`;
        return [{ tag: "script", attrs: { src }, injectTo: "head-prepend" }];
      },
    },
  };
}
