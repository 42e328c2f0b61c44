/** The import direction of CONTRIBUTING.md. Change a rule here first, with its reason in docs/decisions/. */
const machine = (name, mayImport) => ({
  name: `${name}-knows-only-what-is-below`,
  severity: 'error',
  from: { path: `^src/${name}/` },
  to: {
    path: '^src/',
    pathNot: [
      `^src/${name}/`,
      ...mayImport.map((other) => (other.endsWith('.ts') ? `^src/${other}$` : `^src/${other}/`)),
    ],
  },
});
const below = ['tenants', 'log', 'errors'];

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    machine('errors', []),
    machine('log', ['errors']),
    machine('tenants', ['log', 'errors']),
    machine('ledger', below),
    machine('upstream', below),
    machine('subgraph', below),
    machine('push', below),
    machine('emulator', ['log']),
    machine('store', ['ledger', 'push', 'inventory/ports.ts', 'inventory/sales/ports.ts', ...below]),
    machine('server', ['subgraph', 'push', ...below]),
    machine('config', ['errors']),
    {
      name: 'registry-is-a-part-and-knows-no-platform',
      severity: 'error',
      from: { path: '^src/registry/' },
      to: { path: '^src/', pathNot: ['^src/(registry|subgraph|push|ledger|tenants|log|errors)/'] },
    },
    {
      name: 'inventory-is-a-part-and-knows-no-platform',
      comment:
        'Of the registry, the classes of the root entities alone: the inventory adds fields to them (decision 001).',
      severity: 'error',
      from: { path: '^src/inventory/' },
      to: {
        path: '^src/',
        pathNot: [
          '^src/(inventory|subgraph|push|ledger|tenants|log|errors)/',
          '^src/registry/(shop/shop|shop-group/shop-group|job/job)\\.type\\.ts$',
        ],
      },
    },
    {
      name: 'platforms-are-strangers',
      severity: 'error',
      from: { path: '^src/platforms/([^/]+)/' },
      to: { path: '^src/platforms/[^/]+/', pathNot: ['^src/platforms/$1/', '^src/platforms/platform\\.ts$'] },
    },
    {
      name: 'platforms-use-machines-only',
      comment: 'Of the registry, the class of the root entity Shop alone: platforms add fields to it (decision 001).',
      severity: 'error',
      from: { path: '^src/platforms/[^/]+/', pathNot: '/emulator/' },
      to: {
        path: '^src/(server|store|cli|config|registry|inventory|emulator|app\\.ts|main\\.ts)',
        pathNot: ['^src/registry/shop/shop\\.type\\.ts$'],
      },
    },
    {
      name: 'upstream-of-a-platform-knows-no-graphql',
      severity: 'error',
      from: { path: '^src/platforms/[^/]+/upstream/' },
      to: { path: '^src/(subgraph/|platforms/[^/]+/(subgraph|push)/)|node_modules/(graphql|type-graphql)/' },
    },
    {
      name: 'push-of-a-platform-knows-no-graphql',
      severity: 'error',
      from: { path: '^src/platforms/[^/]+/push/' },
      to: { path: '^src/(subgraph/|platforms/[^/]+/subgraph/)|node_modules/(graphql|type-graphql)/' },
    },
    {
      name: 'subgraph-and-push-of-a-platform-never-meet',
      severity: 'error',
      from: { path: '^src/platforms/[^/]+/subgraph/' },
      to: { path: '^src/platforms/[^/]+/push/' },
    },
    {
      name: 'an-emulator-shares-no-code-with-its-platform',
      comment: 'Types only: a wrong encoding must not agree with itself.',
      severity: 'error',
      from: { path: '^src/platforms/[^/]+/emulator/' },
      to: {
        path: '^src/',
        pathNot: ['^src/platforms/[^/]+/emulator/', '^src/emulator/', '^src/log/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'production-never-opens-the-second-door',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/platforms/(emulators\\.ts|[^/]+/emulator/)', '^src/cli/'] },
      to: { path: '^src/platforms/(emulators\\.ts|[^/]+/emulator/)' },
    },
    {
      name: 'a-platform-is-opened-by-its-door',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/platforms/' },
      to: { path: '^src/platforms/[^/]+/', pathNot: '^src/platforms/[^/]+/index\\.ts$' },
    },
    {
      name: 'undici-has-one-door',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/upstream/dispatchers\\.ts$' },
      to: { path: 'node_modules/undici/' },
    },
    {
      name: 'secrets-are-revealed-in-named-places',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          '^src/tenants/',
          '^src/upstream/',
          '^src/platforms/[^/]+/upstream/',
          '^src/platforms/[^/]+/push/verify\\.ts$',
          '^src/store/sealed',
        ],
      },
      to: { path: '^src/tenants/reveal-secret\\.ts$' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types'] },
  },
};
