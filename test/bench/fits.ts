/**
 * Speed of reading FITS against astropy: `node test/bench/fits.ts [--json] [--rounds 7]`. Opens and decodes images of
 * 4096 x 4096 pixels to float32 in the machine's byte order, taking turns with astropy so that both meet the same load.
 * Needs Python with astropy: SUBARC_PYTHON names it, else python3.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'

interface Measurement {
  readonly wallMs: number
  readonly cpuMs: number
  readonly checksum: number
}

/** A process that answers each line with a line. */
interface Peer {
  ask(line: string): Promise<unknown>
  end(): void
}

const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '7' } },
})
const rounds = Math.max(5, Number(options.rounds))
const threads = availableParallelism()

function start(command: string, args: readonly string[], env: Record<string, string> = {}): Peer {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async ask(line) {
      child.stdin.write(`${line}\n`)
      const { value, done } = await lines.next()
      if (done) throw new Error(`${command} ${args.join(' ')} ended; it needs what ${import.meta.filename} says`)
      return JSON.parse(value)
    },
    end: () => child.stdin.end(),
  }
}

const script = (name: string) => join(import.meta.dirname, name)
const folder = mkdtempSync(join(tmpdir(), 'subarc-bench-'))
const astropy = start(process.env.SUBARC_PYTHON ?? 'python3', [script('fits_astropy.py')])
const subarc = start(process.execPath, [script('fits_subarc.ts')])
/** glibc asks Linux for large pages, as NumPy does for its arrays: most of the cost of 64 MiB is handing out its pages. */
const largePages = { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' }
const subarcLargePages = start(process.execPath, [script('fits_subarc.ts')], largePages)

const FILES = ['float32', 'rice', 'gzip2', 'gzip2_lossless']
const WAYS = [
  'astropy',
  'one thread',
  `${threads} threads`,
  'one thread, large pages',
  `${threads} threads, large pages`,
]

async function measure(way: string, file: string): Promise<Measurement> {
  const path = join(folder, `${file}.fits`)
  if (way === 'astropy') return (await astropy.ask(path)) as Measurement
  const peer = way.endsWith('large pages') ? subarcLargePages : subarc
  return (await peer.ask(JSON.stringify({ path, threads: way.startsWith('one') ? 1 : threads }))) as Measurement
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}

/** Times of astropy divided by ours of the same round, so that 1 is as fast and 2 twice as fast. */
async function compare(file: string) {
  const taken = new Map<string, Measurement[]>(WAYS.map(way => [way, []]))
  for (let round = -1; round < rounds; round++) {
    for (const way of WAYS) {
      const measured = await measure(way, file)
      // The first round warms up.
      if (round >= 0) taken.get(way)?.push(measured)
    }
  }
  const peer = taken.get('astropy') ?? []
  return [...taken].map(([way, measurements]) => ({
    file,
    way,
    wallMs: median(measurements.map(({ wallMs }) => wallMs)),
    cpuMs: median(measurements.map(({ cpuMs }) => cpuMs)),
    wallRatio: median(measurements.map(({ wallMs }, i) => peer[i].wallMs / wallMs)),
    cpuRatio: median(measurements.map(({ cpuMs }, i) => peer[i].cpuMs / cpuMs)),
    samePixels: measurements.every(({ checksum }, i) => checksum === peer[i].checksum),
  }))
}

try {
  const { version } = (await astropy.ask(folder)) as { version: string }
  const results = []
  for (const file of FILES) results.push(...(await compare(file)))
  const machine = `${cpus()[0].model}, ${threads} processors, Node ${process.version}, ${version}, ${rounds} rounds`
  if (options.json) console.log(JSON.stringify({ machine, results }, undefined, 2))
  else {
    console.log(machine)
    console.table(
      results.map(({ file, way, wallMs, cpuMs, wallRatio, cpuRatio, samePixels }) => ({
        file,
        way,
        'wall ms': Math.round(wallMs),
        'CPU ms': Math.round(cpuMs),
        'times as fast (wall)': wallRatio.toFixed(2),
        '(CPU)': cpuRatio.toFixed(2),
        'same pixels': samePixels,
      })),
    )
  }
} finally {
  for (const peer of [astropy, subarc, subarcLargePages]) peer.end()
  rmSync(folder, { recursive: true })
}
