// Images a second of the simulator: 150 x 150 pixels of 2 x 2 rays, PSF and noise included, on two worker threads of the pool.
// `node test/bench/simulator.ts`, `--json` for machines. Processor time stands beside the clock, as a crowded machine needs.
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import type { SimulationConfig } from '../../main/lensing/config.ts'
import { simulationPresets } from '../../main/lensing/presets.ts'
import { createPool } from '../../main/services/pool/pool.ts'

const THREADS = 2
const ROUNDS = 5

/** What the product promises, images a second. */
const goals = { none: 200, cdm: 100, vortex: 40 } as const

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, count: { type: 'string', default: '200' } },
})
const count = Number(values.count)

const model = simulationPresets.find(({ id }) => id === 'model-1')?.simulation
if (model === undefined) throw new Error('There is no preset model-1.')

const pool = createPool(THREADS)

async function round(config: SimulationConfig, seed: number): Promise<{ perSecond: number; perCpuSecond: number }> {
  const began = performance.now()
  const before = process.cpuUsage()
  await Promise.all(
    Array.from({ length: count }, (_, index) => pool.run('previewSample', { config, seed, index, images: {} })),
  )
  const { user, system } = process.cpuUsage(before)
  return {
    perSecond: (1000 * count) / (performance.now() - began),
    perCpuSecond: (THREADS * 1e6 * count) / (user + system),
  }
}

const median = (numbers: number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]

const rows = []
for (const substructure of model.substructure) {
  const { kind } = substructure
  const config = { ...model, substructure: [substructure] }
  await round(config, 0)
  const rounds = []
  for (let i = 1; i <= ROUNDS; i++) rounds.push(await round(config, i))
  rows.push({
    kind,
    goal: goals[kind],
    perSecond: Math.round(median(rounds.map(r => r.perSecond))),
    byProcessorTime: Math.round(median(rounds.map(r => r.perCpuSecond))),
  })
}
await pool.close()

if (values.json) {
  console.log(JSON.stringify({ machine: cpus()[0]?.model, cores: availableParallelism(), count, rows }, null, 2))
} else {
  console.log(`${cpus()[0]?.model}, ${availableParallelism()} cores; ${count} images, ${ROUNDS} rounds, medians`)
  console.table(rows)
}
