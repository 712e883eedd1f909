import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { compressed } from '../scripts/compress.ts';
import { inlineStyle } from '../scripts/inline-style.ts';

// The API serves dist/console; in development the API is reached through a proxy, so that the
// session cookie belongs to one origin in both cases.
const api = process.env.GRANDCANAL_URL ?? 'http://127.0.0.1:4400';

/** Tells boot.js where the words of each language are, and puts the style into the page. */
const firstThings: Plugin = {
  name: 'first-things',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (html, { bundle = {} }) => {
      const withImports = (name: string): string[] => {
        const file = bundle[name];
        return file?.type === 'chunk' ? [name, ...file.imports.flatMap(withImports)] : [];
      };
      const of = (module: string) => {
        const chunk = Object.values(bundle).find(
          (file) => file.type === 'chunk' && file.facadeModuleId?.endsWith(`/i18n/${module}`),
        );
        return chunk ? withImports(chunk.fileName).map((name) => `/${name}`) : [];
      };
      const found = JSON.stringify({ en: of('en.ts'), 'zh-CN': of('zh-cn.ts') });
      return inlineStyle(html, bundle).replace('src="/boot.js"', `src="/boot.js" data-words='${found}'`);
    },
  },
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), firstThings, compressed()],
  build: {
    outDir: '../dist/console',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    // One style, in the page: no chunk waits for a part of it.
    cssCodeSplit: false,
    // The icon and small pictures would be inlined as data: URLs, which a strict CSP refuses for scripts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: {
      // What the first screen needs in one file: a browser asks for six at a time, and every round costs as much as all of this.
      output: {
        codeSplitting: { groups: [{ name: 'first', test: /console\/src\/main\.tsx$|rolldown\/runtime/ }] },
      },
    },
  },
  server: {
    port: 5174,
    proxy: { '^/(v1|openapi.json|healthz|readyz)': { target: api, changeOrigin: false } },
  },
});
