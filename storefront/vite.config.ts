import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { compressed } from '../scripts/compress.ts';
import { inlineStyle } from '../scripts/inline-style.ts';

// The host shop serves dist/storefront and draws first pages with dist/storefront-server; in development it is reached through a proxy,
// and the browser draws everything.
const shop = process.env.GRANDCANAL_SHOP ?? 'http://127.0.0.1:4401';

/** What a page needs first stands in it: the style, which is smaller than what a request costs, and the name of the script to come. */
const firstThings: Plugin = {
  name: 'first-things',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (html, { bundle = {} }) => ({
      html: inlineStyle(html, bundle),
      tags: Object.values(bundle)
        .filter((file) => file.type === 'chunk' && !file.isEntry)
        .map(({ fileName }) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `/${fileName}` },
        })),
    }),
  },
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), firstThings, compressed()],
  build: { target: 'es2022', assetsInlineLimit: 0, emptyOutDir: true },
  environments: {
    client: { build: { outDir: '../dist/storefront' } },
    // One file with everything in it: who installs the product needs no React.
    ssr: {
      define: { 'process.env.NODE_ENV': '"production"' },
      resolve: { noExternal: true },
      build: { ssr: 'src/server.tsx', outDir: '../dist/storefront-server', target: 'node20', minify: true },
    },
  },
  builder: {
    buildApp: async ({ build, environments }) => {
      await Promise.all([build(environments.client!), build(environments.ssr!)]);
    },
  },
  server: { port: 5175, proxy: { '^/(v1|shop)/': { target: shop, changeOrigin: false } } },
});
