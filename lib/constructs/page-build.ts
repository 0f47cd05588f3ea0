import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type BundlingOptions, DockerImage } from 'aws-cdk-lib';

const ROOT = join(import.meta.dirname, '../..');

/** The sources of the page. */
export const PAGE_FOLDER = join(ROOT, 'dashboard');

/** Builds the page while the stacks are put together, so that what is deployed is always what the sources say. */
export const BUILD_PAGE: BundlingOptions = {
  image: DockerImage.fromRegistry('none'), // never used: bundling is local
  local: {
    tryBundle: (folder) => {
      const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
      const args = [vite, 'build', PAGE_FOLDER, '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'];
      execFileSync(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
      return true;
    },
  },
};
