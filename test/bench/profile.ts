/**
 * `node test/bench/profile.ts`: where a training step's or an inference's time goes, by ONNX Runtime's own profile,
 * summed by kind of operator and the shapes that it works on. `--batch N`, `--infer`, `--top N`, `--threads N`, `--json`.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { findBlockSize } from '../../main/engine/compiler/blockSize.ts'
import { compileInference, compileTrainingStep } from '../../main/engine/compiler/compile.ts'
import { createSession, floatTensor } from '../../main/engine/compiler/session.ts'
import { initialState } from '../../main/engine/training/initialState.ts'
import { defaultAdam } from '../../models/optimisers.ts'
import { parseNetwork } from '../../models/registry.ts'

const { values } = parseArgs({
  options: {
    batch: { type: 'string', default: '10' },
    infer: { type: 'boolean', default: false },
    top: { type: 'string', default: '40' },
    threads: { type: 'string', default: '2' },
    runs: { type: 'string', default: '4' },
    json: { type: 'boolean', default: false },
  },
})
const [batch, runs] = [Number(values.batch), Number(values.runs)]
const network = parseNetwork({
  kind: 'resnet-sisr',
  blocks: 10,
  channels: 64,
  magnification: 2,
  magnifications: 1,
  outputRelu: true,
})
const state = initialState(network, 1)
const size = { batch, height: 75, width: 75 }
const compiled = values.infer
  ? compileInference(network, state.tensors, size, { block: 0 })
  : compileTrainingStep({ network, loss: 'mse', adam: defaultAdam, ...size }, { block: await findBlockSize() })

const folder = await mkdtemp(join(tmpdir(), 'subarc-profile-'))
const session = await createSession(compiled.encode(), {
  provider: 'cpu',
  threads: Number(values.threads),
  profile: join(folder, 'step'),
})
const feeds = Object.fromEntries(
  compiled.model.inputs.map(({ name, dims }) => {
    const sizes = dims.map(Number)
    const data = Float32Array.from({ length: sizes.reduce((a, b) => a * b, 1) }, (_, i) => ((i * 7919) % 1013) / 1e5)
    return [name, floatTensor(data, sizes)]
  }),
)
const seconds: number[] = []
for (let i = 0; i < runs; i++) {
  const begun = performance.now()
  await session.run(feeds)
  seconds.push((performance.now() - begun) / 1000)
}
session.endProfiling()
await session.release()
const [file] = await readdir(folder)

interface ProfileEvent {
  readonly cat: string
  readonly name: string
  readonly dur: number
  readonly ts: number
  readonly args: {
    readonly op_name?: string
    readonly input_type_shape?: readonly Record<string, readonly number[]>[]
    readonly output_type_shape?: readonly Record<string, readonly number[]>[]
  }
}
const events = JSON.parse(await readFile(join(folder, file), 'utf8')) as ProfileEvent[]
await rm(folder, { recursive: true, force: true })
const nodes = events.filter(e => e.cat === 'Node' && e.name.endsWith('_kernel_time'))
// Without the first run, which allocates.
const perRun = nodes.length / runs
const measured = [...nodes].sort((a, b) => a.ts - b.ts).slice(perRun)

const shapes = (list: ProfileEvent['args']['input_type_shape']) =>
  (list ?? []).map(s => Object.values(s)[0].join('x') || '1').join(' ')
const groups = new Map<string, { count: number; ms: number }>()
const byOp = new Map<string, number>()
for (const { args, dur } of measured) {
  const key = `${args.op_name} ${shapes(args.input_type_shape)} -> ${shapes(args.output_type_shape)}`
  const group = groups.get(key) ?? { count: 0, ms: 0 }
  groups.set(key, { count: group.count + 1 / (runs - 1), ms: group.ms + dur / 1000 / (runs - 1) })
  byOp.set(args.op_name ?? '', (byOp.get(args.op_name ?? '') ?? 0) + dur / 1000 / (runs - 1))
}
const sorted = [...groups].sort(([, a], [, b]) => b.ms - a.ms)
const total = sorted.reduce((sum, [, g]) => sum + g.ms, 0)
if (values.json) console.log(JSON.stringify({ batch, seconds, byOp: Object.fromEntries(byOp), groups: sorted }))
else {
  console.log(`runs ${seconds.map(s => s.toFixed(3)).join(' ')} s; operators ${total.toFixed(0)} ms\n`)
  for (const [op, ms] of [...byOp].sort(([, a], [, b]) => b - a))
    console.log(`${ms.toFixed(1).padStart(8)} ms ${((100 * ms) / total).toFixed(1).padStart(5)} %  ${op}`)
  console.log()
  for (const [key, { count, ms }] of sorted.slice(0, Number(values.top)))
    console.log(`${ms.toFixed(1).padStart(8)} ms  x${count.toFixed(0).padEnd(4)} ${key}`)
}
