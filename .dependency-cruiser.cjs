/** The architecture, as rules. Read top to bottom: each folder, and all that it may reach. What is not named is forbidden. */
const ANYTHING = '^(core|adapters|lambdas|lib|bin|client|dashboard|sim|bench|test|examples|localstack)/|node_modules/';

/** `from` may import its own folder, `folders` and `packages` - and Node's modules only where `node` is true. */
const only = ({ name, from, notFrom, folders = [], packages = [], node = false, comment }) => {
  const rule = { severity: 'error', comment, from: { path: `^${from}`, ...(notFrom && { pathNot: notFrom }) } };
  const allowed = [...folders.map((folder) => (folder.endsWith('$') ? `^${folder}` : `^${folder}/`)), ...packages.map((pack) => `node_modules/${pack}/`)];
  return [
    { ...rule, name, to: { path: ANYTHING, pathNot: allowed } },
    ...(node ? [] : [{ ...rule, name: `${name}-without-node`, to: { dependencyTypes: ['core'] } }]),
  ];
};

// The cruiser's swc parser is never told that a .tsx file holds JSX; this tells it.
const swc = require('@swc/core');
const { parseFileSync } = swc;
swc.parseFileSync = (file, options) => parseFileSync(file, { ...options, tsx: file.endsWith('.tsx') });

const PURE = ['zod', '@noble/hashes', 'canonicalize'];

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-import-of-nothing', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-undeclared-package',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    ...only({
      name: 'contract-is-a-leaf',
      from: 'core/contract/',
      folders: ['core/contract'],
      packages: ['zod'],
      comment: 'The dashboard, the client and the stacks import this; it must drag nothing along.',
    }),
    ...only({
      name: 'jobs-read-cron',
      from: 'core/jobs/',
      folders: ['core'],
      packages: [...PURE, 'croner'],
      comment: 'Schedules are read by a library: docs/adr/0009-cron.md.',
    }),
    ...only({
      name: 'core-is-pure',
      from: 'core/',
      notFrom: '^core/jobs/',
      folders: ['core'],
      packages: PURE,
      comment: 'Domain and use cases know no AWS, no Node, no HTTP. The libraries: docs/adr/0003-core-libraries.md.',
    }),
    ...only({
      name: 'portable-adapters-know-core',
      from: 'adapters/portable/',
      folders: ['core', 'adapters/portable'],
      packages: ['zod', '@cedar-policy/cedar-wasm', 'modern-tar', '@bsull/augurs', '@types/node'],
      node: true,
      comment: 'What both worlds run: WebAssembly engines and file formats. No AWS, no store: docs/adr/0012-portable-adapters.md.',
    }),
    ...only({
      name: 'embedded-knows-core',
      from: 'adapters/embedded/',
      // Simulated tasks run the very policy agent that real ones run: docs/adr/0010-policies.md.
      folders: ['core', 'adapters/embedded', 'adapters/portable', 'client/policy-agent'],
      packages: ['zod', 'hono', '@hono/node-server', 'ws', '@types/ws', 'jose', 'ulid', 'abstract-level', 'classic-level', 'memory-level', '@types/node'],
      node: true,
      comment: 'The embedded world imports no AWS SDK and nothing of the AWS adapters.',
    }),
    ...only({
      name: 'aws-knows-core',
      from: 'adapters/aws/',
      folders: ['core', 'adapters/aws', 'adapters/portable'],
      packages: ['zod', '@aws-sdk', '@smithy', 'ulid', 'aws-jwt-verify', 'ecdsa-sig-formatter', '@types/aws-lambda'],
      node: true,
      comment: 'Adapters translate; they never call handlers or stacks.',
    }),
    ...only({
      name: 'handlers-are-thin',
      from: 'lambdas/[^/]+\\.lambda\\.ts$',
      folders: ['core', 'lambdas/runtime'],
      packages: ['zod'],
      comment: 'A handler is a schema, a permission and a call.',
    }),
    ...only({
      name: 'runtime-wires-aws',
      from: 'lambdas/runtime/',
      folders: ['core', 'adapters/aws', 'adapters/portable', 'lambdas/runtime'],
      packages: ['@middy', '@aws-lambda-powertools', '@aws-sdk/credential-provider-env', 'zod', '@types/aws-lambda'],
      node: true,
      comment: 'The one place where the functions meet their adapters.',
    }),
    ...only({
      name: 'lib-is-infrastructure',
      from: 'lib/',
      folders: ['lib', 'core/contract', 'core/nearest.ts$'],
      packages: ['aws-cdk-lib', 'constructs', 'cdk-nag', 'esbuild', '@swc/core', 'zod', '@types/node'],
      node: true,
      comment: 'Stacks name handlers by file, never import them. A mistyped choice is told by the words of core/nearest.ts.',
    }),
    ...only({
      name: 'client-speaks-contract',
      from: 'client/',
      notFrom: '^client/policy-agent/',
      folders: ['client', 'core/contract'],
      packages: ['zod', 'oidc-client-ts'],
      comment: 'The SDK must run in a browser and in a CLI. So does its sign-in: docs/adr/0015-sign-in.md.',
    }),
    ...only({
      name: 'policy-agent-is-a-program',
      from: 'client/policy-agent/',
      folders: ['client/policy-agent', 'core/contract'],
      packages: ['zod', 'jose', 'modern-tar', '@types/node'],
      node: true,
      comment: 'It runs beside a container and swaps a file there: the one part of the client that is not for browsers.',
    }),
    ...only({
      name: 'dashboard-speaks-through-the-client',
      from: 'dashboard/',
      notFrom: '^dashboard/[^/]+\\.config\\.ts$',
      folders: ['dashboard', 'client', 'core/contract'],
      packages: ['zod', 'oidc-client-ts', 'react', 'react-dom', '@types/react', '@types/react-dom', 'wouter', '@tanstack', '@cloudscape-design'],
      comment: 'The page knows the contract, not the product behind it.',
    }),
    ...only({
      name: 'command-line-speaks-through-the-client',
      from: 'bin/cli/',
      folders: ['bin/cli', 'client', 'core/contract', 'core/(format|nearest)\\.ts$'],
      packages: ['zod', 'commander', '@types/node'],
      node: true,
      comment: 'The command line knows the contract and two pages of words, not the product behind it.',
    }),
    ...only({
      name: 'examples-show-the-client',
      from: 'examples/',
      folders: ['examples', 'client', 'core/contract'],
      comment: 'An example shows what a caller writes.',
    }),
    ...only({
      name: 'sim-runs-the-embedded-world',
      from: 'sim/',
      folders: ['sim', 'core', 'adapters/embedded', 'adapters/portable'],
      packages: PURE,
      node: true,
      comment: 'No AWS, no stacks, no tests.',
    }),
    ...only({
      name: 'bench-measures-what-runs',
      from: 'bench/',
      folders: ['bench', 'core', 'adapters', 'lambdas/runtime', 'lib/bundling.ts$'],
      packages: [...PURE, 'esbuild', '@middy', '@types/aws-lambda', 'hono', 'fastify', '@fastify/aws-lambda', 'express', '@types/express', 'serverless-http', '@aws-lambda-powertools'],
      node: true,
      comment: 'The embedded world, the pipeline and bundles that are deployed, and the peers they are measured beside.',
    }),
  ],
  options: {
    tsPreCompilationDeps: true,
    parser: 'swc',
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
