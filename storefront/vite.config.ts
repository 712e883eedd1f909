import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { compressed } from '../scripts/compress.ts';
import { en } from './src/i18n/en.ts';
import { zhCN } from './src/i18n/zh-cn.ts';

// The host shop serves dist/storefront; in development it is reached through a proxy.
const shop = process.env.GRANDCANAL_SHOP ?? 'http://127.0.0.1:4401';

/** What stands around every page, drawn before the first script has come; the page then takes its place. */
const shell: Plugin = {
  name: 'shell',
  transformIndexHtml: (html) =>
    html.replace(
      '<div id="root"></div>',
      `<div id="root"><div class="shell">
      <p class="simulated" lang="en">${en.simulated}</p>
      <p class="simulated" lang="zh-CN">${zhCN.simulated}</p>
      <div class="top"><a class="brand" href="/"><span lang="en">${en.name}</span><span lang="zh-CN">${zhCN.name}</span></a>
      <div class="search-box"></div></div>
      <div class="categories"></div>
    </div></div>`,
    ),
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), shell, compressed()],
  build: { outDir: '../dist/storefront', emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
  server: { port: 5175, proxy: { '^/(v1|shop)/': { target: shop, changeOrigin: false } } },
});
