import react from '@vitejs/plugin-react';
import { defineConfig, type HtmlTagDescriptor, type Plugin } from 'vite';

const API = 'http://127.0.0.1:3000';

/** Builds the page into `dashboard/dist`; `vite dashboard` serves it against a control plane on port 3000. */
export default defineConfig({
  base: '/',
  plugins: [react(), fetchPageEarly()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'session', tags: ['$initial'], priority: 2 },
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler|wouter|@tanstack)\// },
          ],
        },
      },
    },
  },
  server: { host: '127.0.0.1', proxy: { '/api': { target: API, ws: true }, '/healthz': API } },
});

/** What draws the page is fetched beside what starts the session, and runs after it. */
function fetchPageEarly(): Plugin {
  return {
    name: 'fetch-page-early',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle = {} }) => {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const page = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith('/page.tsx'));
        if (!page) return [];
        const needed = chunks.filter(({ fileName, isEntry }) => !isEntry && isPartOf(page, fileName));
        const styles = needed.flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]);
        return [
          ...needed.map(({ fileName }) => early(fileName, { rel: 'modulepreload' })),
          ...styles.map((fileName) => early(fileName, { rel: 'preload', as: 'style' })),
        ];
      },
    },
  };
}

interface Chunk {
  readonly fileName: string;
  readonly imports: readonly string[];
}

function isPartOf(page: Chunk, fileName: string): boolean {
  return page.fileName === fileName || page.imports.includes(fileName);
}

function early(fileName: string, attrs: Readonly<Record<string, string>>): HtmlTagDescriptor {
  return { tag: 'link', attrs: { ...attrs, crossorigin: true, href: `/${fileName}` }, injectTo: 'head' };
}
