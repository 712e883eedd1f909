import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressed } from '../scripts/compress.ts';

// The API serves dist/console; in development the API is reached through a proxy, so that the
// session cookie belongs to one origin in both cases.
const api = process.env.GRANDCANAL_URL ?? 'http://127.0.0.1:4400';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), compressed()],
  build: {
    outDir: '../dist/console',
    emptyOutDir: true,
    target: 'es2022',
    // The icon and small pictures would be inlined as data: URLs, which a strict CSP refuses for scripts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  server: {
    port: 5174,
    proxy: { '^/(v1|openapi.json|healthz|readyz)': { target: api, changeOrigin: false } },
  },
});
