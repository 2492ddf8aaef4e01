/** Who may import whom: the layers of docs/architecture.md. Anything not allowed here fails `npm run layers`. */
const layer = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { pathNot: allowed },
})

const npm = (...names) => names.map(name => `(^|/)node_modules/${name}(/|$)`)

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    layer('domain-is-pure', '^main/domain', ['^main/domain']),
    layer('contract-is-data', '^main/contract', ['^main/(contract|domain)', ...npm('zod', '@orpc/(contract|client)')]),
    layer('formats', '^main/formats', [
      '^main/(formats|domain)',
      ...npm('fflate', 'geotiff', 'h5wasm', 'pngjs'),
      '^(node:)?(fs|fs/promises|path|zlib|stream|buffer)$',
    ]),
    layer('lensing', '^main/lensing', ['^main/(lensing|domain)']),
    layer('models', '^models', ['^models', '^main/domain', ...npm('@tensorflow/tfjs-core', 'zod')]),
    {
      name: 'engine',
      severity: 'error',
      from: { path: '^main/engine' },
      to: { path: '^(main|renderer|electron)/', pathNot: '^main/(engine|formats|domain)/' },
    },
    {
      name: 'workspace',
      severity: 'error',
      from: { path: '^main/workspace' },
      to: { path: '^(main|models|renderer|electron)/', pathNot: '^main/(workspace|formats|domain)/' },
    },
    {
      name: 'services-reach-the-engine-through-its-port',
      severity: 'error',
      from: { path: '^main/services' },
      to: { path: '^(main/hosts|renderer|electron|main/engine)/', pathNot: '^main/engine/port\\.ts$' },
    },
    {
      name: 'hosts-are-doors',
      severity: 'error',
      from: { path: '^(main/hosts|electron)/' },
      to: {
        path: '^(main|models|renderer)/',
        pathNot: '^main/(hosts|services|contract|domain/(errors|nameTemplate)\\.ts|engine/(port|launch)\\.ts)',
      },
    },
    {
      name: 'core-knows-nothing-of-electron',
      severity: 'error',
      from: { path: '^(main|models|renderer)/' },
      to: { path: ['^electron/', ...npm('electron')] },
    },
    {
      name: 'renderer-sees-contract-and-domain',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(main|models)/', pathNot: '^main/(contract|domain)/' },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    parser: 'swc',
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
}
