import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The host shop serves dist/storefront; in development it is reached through a proxy.
const shop = process.env.GRANDCANAL_SHOP ?? 'http://127.0.0.1:4401';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: { outDir: '../dist/storefront', emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
  server: { port: 5175, proxy: { '^/(v1|shop)/': { target: shop, changeOrigin: false } } },
});
