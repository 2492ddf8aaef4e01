/**
 * `npm run bench`: ResnetSISR beside PyTorch on the same cores, peers in turns. `-- --only steps,tiled,startup,loop,scaling`
 * chooses: the study's network (10 blocks, 64 channels, 75 -> 150 px) in training and inference; an image of 4096 x 4096 px
 * in tiles (`--tiled-pixels N`); trace, compile and session; the loop over the bare session; img/s along batch, side, blocks
 * and threads. Without it: steps. `--json` for machines, `--rounds N`, `--threads N`, `--python COMMAND`, `--device ID,ID`,
 * `--peers cpu,cuda,cuda-tf32,none`, `--seconds N` after which no further round is begun. `--quick`: a tiny network, to see
 * that everything runs.
 */
import { availableParallelism, cpus, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { DeviceId } from '../../main/engine/devices/device.ts'
import { loopTable, measureLoop } from './engine/loop.ts'
import { type RateRow, rateLine, rateTable, type Sides } from './engine/rates.ts'
import { measureScaling, measureThreads, threadCounts } from './engine/scaling.ts'
import { measureStartUp, startUpTable } from './engine/startUp.ts'
import { measureMemory, measureSteps } from './engine/steps.ts'
import { measureTiled } from './engine/tiled.ts'
import { FULL_STUDY, QUICK_STUDY, type Study, titleOf } from './networks.ts'
import { type Peer, startPeer } from './peer.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'steps' },
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '1e6' },
    threads: { type: 'string', default: '2' },
    device: { type: 'string', default: 'onnx:cpu' },
    peers: { type: 'string', default: 'cpu' },
    python: { type: 'string', default: 'python3' },
    'tiled-pixels': { type: 'string', default: '4096' },
    quick: { type: 'boolean', default: false },
  },
})
const BENCHES = ['steps', 'tiled', 'startup', 'loop', 'scaling'] as const
const only = values.only.split(',')
const unknown = only.filter(name => !BENCHES.some(bench => bench === name))
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${BENCHES.join(', ')}.`)
  process.exit(2)
}
const study: Study = values.quick ? QUICK_STUDY : FULL_STUDY
const devices = values.device.split(',') as DeviceId[]
const threads = Number(values.threads)
const effort = {
  rounds: Math.max(1, Number(values.rounds)),
  until: performance.now() + 1000 * Number(values.seconds),
  report: (row: RateRow) => {
    if (values.json) console.error(rateLine(row))
  },
}
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url))

/** PyTorch's forms. */
const TORCH: Readonly<Record<string, { readonly name: string; readonly args: readonly string[] }>> = {
  cpu: { name: 'PyTorch', args: [] },
  cuda: { name: 'PyTorch CUDA', args: ['--device', 'cuda'] },
  'cuda-tf32': { name: 'PyTorch CUDA TF32', args: ['--device', 'cuda', '--tf32'] },
}

async function startSides(count: number): Promise<Sides> {
  const there = (peers: readonly (Peer | null)[]) => peers.filter(peer => peer !== null)
  const ours = devices.map(device =>
    startPeer(`Subarc ${device}`, process.execPath, [here('subarc_peer.ts'), device, String(count)]),
  )
  const theirs = values.peers.split(',').flatMap(id => {
    const torch = TORCH[id]
    return torch ? [startPeer(torch.name, values.python, [here('torch_peer.py'), String(count), ...torch.args])] : []
  })
  return { ours: there(await Promise.all(ours)), theirs: there(await Promise.all(theirs)) }
}

const sides = await startSides(threads)
if (sides.ours.length === 0) process.exit(1)
const machine = {
  processor: cpus()[0]?.model ?? 'unknown',
  threads,
  memoryBytes: totalmem(),
  devices,
  rounds: effort.rounds,
}
const results: Record<string, unknown> = { machine }
// For machines on stdout; people then read beside it what comes line by line.
const say = (text: string) => (values.json ? console.error : console.log)(`${text}\n`)
const table = (title: string, unit: string, rows: readonly RateRow[]) => {
  if (!values.json) say(rateTable(title, unit, rows))
}
say(`${machine.processor}, ${threads} threads, medians of up to ${effort.rounds} rounds`)

if (only.includes('steps')) {
  const rows = await measureSteps(sides, study, effort)
  results.steps = rows
  table(`${titleOf(study)}, ${study.pixels} -> ${2 * study.pixels} px`, 'img/s', rows)
  const peaks = await measureMemory(sides, study)
  results.peakBytes = peaks
  const memory = Object.entries(peaks).map(([name, bytes]) => `${name} ${(bytes / 2 ** 20).toFixed(0)} MiB`)
  say(`peak memory: ${memory.join(', ')}`)
}
if (only.includes('tiled')) {
  const rows = await measureTiled(sides, study, Number(values['tiled-pixels']), effort)
  results.tiled = rows
  table('An image in tiles', 'Mpx/s', rows)
}
if (only.includes('startup')) {
  const rows = measureStartUp(study, devices[0], values.threads, effort.rounds)
  results.startup = rows
  say(startUpTable(rows))
}
if (only.includes('loop')) {
  const rows = await measureLoop(sides.ours[0], study, devices[0], threads, effort.rounds)
  results.loop = rows
  say(loopTable(rows))
}
if (only.includes('scaling')) {
  const rows = await measureScaling(sides, study, effort)
  const counts = threadCounts(availableParallelism())
  rows.push(...(await measureThreads(counts, study, startSides, effort)))
  results.scaling = rows
  table('img/s along one size after the other', 'img/s', rows)
}
for (const peer of [...sides.ours, ...sides.theirs]) peer.close()
if (values.json) console.log(JSON.stringify(results))
