/**
 * `npm run bench`: the study's ResnetSISR (10 blocks, 64 channels, 75 -> 150 px) beside PyTorch on the same cores, in
 * alternation. `-- --json` for machines, `--rounds N`, `--threads N`, `--device ID`, `--python COMMAND`.
 */
import { cpus, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { median } from '../../main/domain/stats.ts'
import { type Measurement, type Peer, startPeer } from './peer.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    threads: { type: 'string', default: '2' },
    device: { type: 'string', default: 'onnx:cpu' },
    python: { type: 'string', default: 'python3' },
  },
})
const rounds = Math.max(1, Number(values.rounds))

const CASES: readonly Pick<Measurement, 'kind' | 'batch'>[] = [
  { kind: 'train', batch: 4 },
  { kind: 'train', batch: 10 },
  { kind: 'infer', batch: 1 },
  { kind: 'infer', batch: 4 },
  { kind: 'infer', batch: 10 },
]

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url))

interface Row {
  readonly kind: string
  readonly batch: number
  readonly subarc: number
  readonly pytorch: number | null
  /** Median of the rounds' own ratios: both sides of a ratio were measured next to each other. */
  readonly ratio: number | null
}

async function row(ours: Peer, theirs: Peer | null, { kind, batch }: (typeof CASES)[number]): Promise<Row> {
  const rates: { ours: number; theirs: number | null }[] = []
  for (let round = 0; round < rounds; round++) {
    const what = { kind, batch, warmups: round === 0 ? 2 : 0, repeats: kind === 'train' ? 1 : 4 }
    const rate = async (peer: Peer) => batch / median((await peer.measure(what)).seconds)
    rates.push({ ours: await rate(ours), theirs: theirs ? await rate(theirs) : null })
  }
  const peers = rates.flatMap(r => (r.theirs === null ? [] : [r.theirs]))
  const ratios = rates.flatMap(r => (r.theirs === null ? [] : [r.ours / r.theirs]))
  return {
    kind,
    batch,
    subarc: median(rates.map(r => r.ours)),
    pytorch: theirs ? median(peers) : null,
    ratio: theirs ? median(ratios) : null,
  }
}

const ours = await startPeer('Subarc', process.execPath, [here('subarc_peer.ts'), values.device, values.threads])
if (!ours) process.exit(1)
const theirs = await startPeer('PyTorch', values.python, [here('torch_peer.py'), values.threads])
const rows: Row[] = []
for (const measured of CASES) rows.push(await row(ours, theirs, measured))
const last = { kind: 'train', batch: 10, warmups: 0, repeats: 1 } as const
const memory = {
  subarc: (await ours.measure(last)).peakBytes,
  pytorch: theirs ? (await theirs.measure(last)).peakBytes : null,
}
ours.close()
theirs?.close()

const machine = {
  processor: cpus()[0]?.model ?? 'unknown',
  threads: Number(values.threads),
  memoryBytes: totalmem(),
  device: values.device,
  rounds,
}
const number = (value: number | null, digits = 2) => (value === null ? '-' : value.toFixed(digits))
if (values.json) console.log(JSON.stringify({ machine, rows, peakBytes: memory }))
else {
  console.log(`${machine.processor}, ${machine.threads} threads, ${values.device}, medians of ${rounds} rounds\n`)
  console.log('what          Subarc img/s  PyTorch img/s  ratio')
  for (const r of rows) {
    const name = `${r.kind} batch ${r.batch}`.padEnd(14)
    console.log(
      `${name}${number(r.subarc).padStart(12)}${number(r.pytorch).padStart(15)}${number(r.ratio).padStart(7)}`,
    )
  }
  const mebibytes = (bytes: number | null) => number(bytes === null ? null : bytes / 2 ** 20, 0)
  console.log(`\npeak memory   Subarc ${mebibytes(memory.subarc)} MiB, PyTorch ${mebibytes(memory.pytorch)} MiB`)
}
