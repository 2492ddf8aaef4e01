/**
 * `node test/bench/memory.ts`: the memory that a training was planned to take beside what it took, each in an engine of
 * its own on the processor: three steps and a validation batch. `--json` for machines, `--threads N`.
 */
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { launchEngine } from '../../main/engine/launch.ts'
import type { EngineEvent, EngineJob, NetworkRecord } from '../../main/engine/port.ts'

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, threads: { type: 'string', default: '2' } },
})

/** Blocks, channels, batch, LR pixels a side. */
const CASES: readonly (readonly [number, number, number, number])[] = [
  [2, 16, 2, 32],
  [2, 16, 10, 32],
  [2, 16, 10, 75],
  [3, 32, 2, 32],
  [3, 32, 4, 64],
  [3, 32, 10, 75],
  [10, 64, 2, 32],
  [10, 64, 4, 32],
  [10, 64, 4, 75],
  [10, 64, 10, 75],
]

/** The peak that an engine tells of for a job. */
function peakOf(job: EngineJob, type: 'planned' | 'estimated'): Promise<number> {
  const engine = launchEngine()
  return new Promise((resolve, reject) => {
    let last: EngineEvent | undefined
    let peak: number | undefined
    engine.onEvent(event => {
      last = event
      if (event.type === type && 'peakMemoryBytes' in event) peak = event.peakMemoryBytes
    })
    engine.onExit(exit => (peak === undefined ? reject(new Error(JSON.stringify({ job, exit, last }))) : resolve(peak)))
    engine.send({ type: 'start', job })
  })
}

const rows: { name: string; planned: number; measured: number }[] = []
for (const [blocks, channels, batchSize, pixels] of CASES) {
  const shape = { kind: 'resnet-sisr', blocks, channels, magnification: 2, magnifications: 1, outputRelu: false }
  const network: NetworkRecord = shape
  const sizes = { network, batchSize, lrHeight: pixels, lrWidth: pixels, loss: 'mse' } as const
  const planned = await peakOf({ kind: 'plan-memory', ...sizes, limitBytes: Number.MAX_SAFE_INTEGER }, 'planned')
  const estimate = { kind: 'estimate', device: 'onnx:cpu', threads: Number(values.threads), ...sizes } as const
  rows.push({
    name: `${blocks} x ${channels}, batch ${batchSize}, ${pixels} px`,
    planned,
    measured: await peakOf(estimate, 'estimated'),
  })
}

if (values.json) {
  const machine = { processor: cpus()[0]?.model ?? 'unknown', memoryBytes: totalmem(), threads: Number(values.threads) }
  console.log(JSON.stringify({ machine, rows }))
} else {
  console.log(
    `${cpus()[0]?.model}, ${values.threads} threads\n\nnetwork                   planned MiB  measured MiB  ratio`,
  )
  for (const { name, planned, measured } of rows) {
    const mebibytes = [planned, measured].map(bytes => (bytes / 2 ** 20).toFixed(0))
    console.log(
      `${name.padEnd(28)}${mebibytes[0].padStart(9)}${mebibytes[1].padStart(14)}${(planned / measured).toFixed(2).padStart(7)}`,
    )
  }
}
