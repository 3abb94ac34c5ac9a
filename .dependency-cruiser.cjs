/**
 * The table of rooms in docs/architecture.md section 3, as a rule that fails. What a room may
 * import stands here once; everything that is not listed is forbidden.
 *
 * `types` are rooms of which only types may be imported: nothing of theirs is loaded at run time
 * (docs/decisions/0008 and 0009).
 */
const ROOMS = {
  domain: { packages: [] },
  contracts: { rooms: ['domain'], packages: ['zod'] },
  workflows: {
    rooms: ['domain'],
    types: ['activities'],
    packages: ['@temporalio/(workflow|common)'],
  },
  activities: {
    rooms: ['domain', 'emails'],
    types: ['accounting'],
    packages: ['@temporalio/(activity|common)'],
  },
  gateways: { rooms: ['domain'], packages: ['zod'], node: true },
  accounting: {
    rooms: ['domain'],
    packages: ['csv-parse', 'fast-xml-parser', 'pdfjs-dist', 'zod'],
    node: true,
  },
  documents: { rooms: ['domain'], packages: ['pdfjs-dist'], node: true },
  emails: { packages: ['react', 'react-email', '@react-email/[^/]+'] },
  mail: { rooms: ['domain'], packages: ['resend', 'zod'] },
  prisma: {
    rooms: ['domain'],
    types: ['contracts', 'api/stores', 'accounting'],
    packages: ['@prisma/[^/]+', 'pg'],
    node: true,
  },
  api: {
    rooms: ['domain', 'contracts', 'workflows/messages\\.ts$'],
    types: ['node_modules/pg', 'node_modules/@types/pg'],
    packages: [
      '@asteasolutions/zod-to-openapi',
      '@node-rs/argon2',
      '@temporalio/client',
      'express',
      'express-rate-limit',
      'helmet',
      'pino',
      'pino-http',
      'prom-client',
      'swagger-ui-dist',
      'zod',
    ],
    node: true,
  },
  web: {
    rooms: ['contracts', 'domain'],
    packages: [
      '@fontsource-variable/inter',
      '@hookform/resolvers',
      '@mantine/[^/]+',
      '@tabler/icons-react',
      '@tanstack/[^/]+',
      '@vitejs/plugin-react',
      'dayjs',
      'react',
      'react-dom',
      'react-hook-form',
      'vite',
      'zod',
    ],
  },
  sandbox: { packages: ['express', 'zod'], node: true },
  config: { rooms: ['domain'], packages: ['zod'] },
  bin: { packages: [], node: true },
};

/** May import everything on the server: they construct the real things and hand them in. */
const COMPOSITION_ROOTS = ['^api/(main|serve|invite)\\.ts$', '^workers/'];

/** Programs of a room that are run by hand or once, and are no part of what the room does. */
const PROGRAMS = [
  '^prisma/seed\\.ts$',
  '^prisma/demo/',
  '^emails/preview\\.ts$',
  '^bin/build/products\\.mjs$',
];

const npm = (packages) => packages.map((name) => `^node_modules/(@types/)?${name}(/|$)`);
const own = (room) => `^${room}(/|$)`;

const rules = Object.entries(ROOMS).flatMap(
  ([room, { rooms = [], types = [], packages, node }]) => {
    const from = { path: own(room), pathNot: [...COMPOSITION_ROOTS, ...PROGRAMS] };
    const mayLoad = [own(room), ...rooms.map((name) => `^${name}`), ...npm(packages)];
    const mayName = types.map((name) => `^${name}(/|$)`);
    return [
      {
        name: `${room}-imports-inward`,
        severity: 'error',
        comment: `${room}/ may import: ${[...rooms, ...types.map((name) => `types of ${name}`), ...packages].join(', ') || 'nothing'}.`,
        from,
        to: { pathNot: [...mayLoad, ...mayName, '^virtual:'], dependencyTypesNot: ['core'] },
      },
      ...(types.length === 0
        ? []
        : [
            {
              name: `${room}-takes-only-types`,
              severity: 'error',
              comment: `Of ${types.join(' and ')}, ${room}/ may import types alone (import type).`,
              from,
              to: { path: mayName, pathNot: mayLoad, dependencyTypesNot: ['type-only'] },
            },
          ]),
      ...(node
        ? []
        : [
            {
              name: `${room}-needs-no-node`,
              severity: 'error',
              comment: `${room}/ runs where Node is not, or is pure: no module of Node.`,
              from: { ...from, pathNot: [...from.pathNot, '\\.config\\.ts$'] },
              to: { dependencyTypes: ['core'] },
            },
          ]),
    ];
  },
);

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...rules,
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that need each other are one file, or want a third.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      comment: 'The import leads nowhere.',
      from: {},
      to: { couldNotResolve: true, pathNot: '^virtual:|\\?(url|raw)$' },
    },
    {
      name: 'nobody-imports-tests',
      severity: 'error',
      comment:
        'What runs must not need what tests it; the benchmarks measure what the tests start.',
      from: { pathNot: '^(test|bench)/' },
      to: { path: '^test/' },
    },
    {
      name: 'not-from-development',
      severity: 'error',
      comment: 'A program of the server loads a package that is installed for development only.',
      from: {
        path: '^(api|workers|activities|workflows|gateways|mail|emails|documents|accounting)/',
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|\\.data)/|^prisma/generated/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.css'],
    },
  },
};
