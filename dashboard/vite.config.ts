import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The Tellus whose data `vite dashboard` shows while one works on the dashboard. */
const tellus = process.env['TELLUS_DEV_URL'] ?? 'http://127.0.0.1:4000'
const ours = ['/admin/api', '/v2', '/inbox', '/readyz', '/healthz']

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // Fonts and images stay files: the content policy would forbid a data: font.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  server: {
    port: 5173,
    // The session's cookie is bound to an origin: Tellus must see the request as its own.
    proxy: Object.fromEntries(
      ours.map((path) => [path, { target: tellus, changeOrigin: true, headers: { origin: tellus } }]),
    ),
  },
})
