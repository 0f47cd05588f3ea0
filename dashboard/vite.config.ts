import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const API = 'http://127.0.0.1:3000';

/** Builds the page into `dashboard/dist`; `vite dashboard` serves it against a control plane on port 3000. */
export default defineConfig({
  base: '/',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler|wouter|@tanstack)\// },
            {
              name: 'charts',
              test: /components\/internal\/components\/(cartesian-chart|chart-)|mixed-line-bar-chart/,
            },
          ],
        },
      },
    },
  },
  server: { host: '127.0.0.1', proxy: { '/api': { target: API, ws: true }, '/healthz': API } },
});
