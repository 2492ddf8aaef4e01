/**
 * `node test/bench/memory.ts`: the memory that a training was planned to take beside what it took, each in an engine of
 * its own on the processor: three steps and a validation batch. `--json` for machines, `--threads N`, `--only` networks,
 * classifiers or rivals (a generator and its discriminator).
 */
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { launchEngine } from '../../main/engine/launch.ts'
import type { EngineEvent, EngineJob, NetworkRecord } from '../../main/engine/port.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    threads: { type: 'string', default: '2' },
    only: { type: 'string' },
  },
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

interface Case {
  readonly name: string
  readonly plan: EngineJob
  readonly estimate: EngineJob
}

const engine = { device: 'onnx:cpu', threads: Number(values.threads) } as const
const anything = { limitBytes: Number.MAX_SAFE_INTEGER } as const

const ofNetwork = ([blocks, channels, batchSize, pixels]: (typeof CASES)[number]): Case => {
  const shape = { kind: 'resnet-sisr', blocks, channels, magnification: 2, magnifications: 1, outputRelu: false }
  const network: NetworkRecord = shape
  const sizes = { network, batchSize, lrHeight: pixels, lrWidth: pixels, loss: 'mse' } as const
  return {
    name: `${blocks} x ${channels}, batch ${batchSize}, ${pixels} px`,
    plan: { kind: 'plan-memory', ...sizes, ...anything },
    estimate: { kind: 'estimate', ...engine, ...sizes },
  }
}

/** Kind, channels, batch, pixels a side, whether weights are averaged. */
const CLASSIFIERS: readonly (readonly ['resnet-simple' | 'resnet18', number, number, number, boolean])[] = [
  ['resnet-simple', 16, 32, 64, true],
  ['resnet-simple', 16, 32, 150, true],
  ['resnet-simple', 16, 8, 150, false],
  ['resnet-simple', 8, 64, 128, false],
  ['resnet18', 16, 8, 64, false],
  ['resnet18', 32, 15, 100, true],
  ['resnet18', 64, 4, 150, false],
]

const ofClassifier = ([kind, channels, batchSize, side, averaged]: (typeof CLASSIFIERS)[number]): Case => {
  const simple = kind === 'resnet-simple'
  const classifier: NetworkRecord = { kind, channels, classes: 3, ...(simple && { side, dropout: 0.3 }) }
  const average = averaged ? { averageDecay: 0.995 } : {}
  const sizes = { classifier, batchSize, height: side, width: side, ...average }
  return {
    name: `${simple ? 'simple' : 'ResNet18'} ${channels}, ${batchSize}, ${side} px`,
    plan: { kind: 'plan-classifier-memory', ...sizes, ...anything },
    estimate: { kind: 'estimate-classifier', ...engine, ...sizes },
  }
}

/** Blocks and channels of the generator, channels and layers of the discriminator, batch, LR pixels a side. */
const RIVALS: readonly (readonly [number, number, number, number, number, number])[] = [
  [2, 16, 8, 3, 4, 32],
  [3, 32, 16, 5, 8, 32],
  [4, 48, 32, 5, 4, 48],
  [10, 64, 16, 7, 4, 64],
  [10, 64, 64, 7, 8, 64],
]

const ofRivals = ([blocks, channels, width, layers, batchSize, pixels]: (typeof RIVALS)[number]): Case => {
  const shape = { kind: 'resnet-sisr', blocks, channels, magnification: 2, magnifications: 1, outputRelu: false }
  const network: NetworkRecord = shape
  const discriminator: NetworkRecord = { kind: 'discriminator', channels: width, layers }
  const rival = { discriminator, form: 'standard', averageDecay: 0.995 } as const
  const loss = [
    { kind: 'feature', weight: 1 },
    { kind: 'mse', weight: 0.1 },
    { kind: 'flux', weight: 0.1 },
  ] as const
  const sizes = { network, batchSize, lrHeight: pixels, lrWidth: pixels, loss, rival }
  return {
    name: `${blocks} x ${channels} / ${width} x ${layers}, ${batchSize}, ${pixels} px`,
    plan: { kind: 'plan-memory', ...sizes, ...anything },
    estimate: { kind: 'estimate', ...engine, ...sizes },
  }
}

const groups = {
  networks: CASES.map(ofNetwork),
  classifiers: CLASSIFIERS.map(ofClassifier),
  rivals: RIVALS.map(ofRivals),
}
const rows: { name: string; planned: number; measured: number }[] = []
for (const [group, cases] of Object.entries(groups)) {
  if (values.only !== undefined && values.only !== group) continue
  for (const { name, plan, estimate } of cases) {
    rows.push({ name, planned: await peakOf(plan, 'planned'), measured: await peakOf(estimate, 'estimated') })
  }
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
