/**
 * What the bundle runs on the machine that it was brought to: `stages.ts FOLDER`. One stage after the other, each a program
 * with its own limit of time, so that none takes the others along. The results so far are written after each, as JSON
 * and as text.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { reportDevice } from '../../../main/engine/devices/check.ts'

interface Stage {
  readonly name: string
  readonly command: readonly string[]
  readonly seconds: number
  readonly env?: Readonly<Record<string, string>>
}
interface Outcome {
  readonly name: string
  readonly seconds: number
  readonly ended: string
  /** What the program printed as JSON. */
  readonly result: unknown
  readonly text: string
}

/** All stages together. */
const TOTAL_SECONDS = Number(process.env.BENCH_SECONDS ?? 340)
const [folder = 'results'] = process.argv.slice(2)
const python = process.env.BENCH_PYTHON ?? 'python3'
const cores = process.env.BENCH_CORES ?? '0,1'
const cudaLibraries = process.env.BENCH_CUDA_LIBRARIES
const quick = process.env.BENCH_QUICK !== undefined
const begun = performance.now()
const left = () => TOTAL_SECONDS - (performance.now() - begun) / 1000

const program = (file: string) => fileURLToPath(new URL(file, import.meta.url))
const node = (file: string, ...args: string[]) => [process.execPath, program(file), ...args]
const bench = (...args: string[]) => [
  ...node('../engine.ts', '--json', '--python', python, ...args),
  ...(quick ? ['--quick'] : []),
]
const pinned = (command: readonly string[]) => (has('taskset') ? ['taskset', '-c', cores, ...command] : command)

const cuda: Record<string, string> =
  cudaLibraries === undefined ? {} : { LD_LIBRARY_PATH: joinPaths(cudaLibraries, process.env.LD_LIBRARY_PATH) }
const gpus = cudaLibraries === undefined ? 'onnx:webgpu' : 'onnx:webgpu,onnx:cuda'
const torchOnGpu = ['--peers', 'cuda,cuda-tf32']

const stages: readonly Stage[] = [
  { name: 'devices', command: node('stages.ts', '--devices'), seconds: 60, env: cuda },
  ...correctness('onnx:webgpu', 80),
  ...(cudaLibraries === undefined ? [] : correctness('onnx:cuda', 45)),
  {
    name: 'speed on the GPU, beside PyTorch on CUDA in eager float32',
    command: bench('--device', gpus, ...torchOnGpu, '--only', 'steps', '--seconds', '50'),
    seconds: 100,
    env: cuda,
  },
  {
    name: `speed on the processor, cores ${cores}, beside PyTorch there`,
    command: pinned(bench('--device', 'onnx:cpu', '--peers', 'cpu', '--threads', '2', '--seconds', '45')),
    seconds: 90,
  },
  {
    name: 'an image in tiles on the GPU, beside PyTorch on CUDA',
    command: bench(
      '--device',
      gpus,
      ...torchOnGpu,
      '--only',
      'tiled',
      '--tiled-pixels',
      quick ? '300' : '2048',
      '--rounds',
      '2',
      '--seconds',
      '20',
    ),
    seconds: 60,
    env: cuda,
  },
]

function correctness(device: string, seconds: number): Stage[] {
  const run = (what: string) =>
    node('../correctness.ts', what, '--device', device, '--json', ...(quick ? ['--quick'] : []))
  return ['kernels', 'networks'].map(what => ({
    name: `${device}, ${what} beside the processor`,
    command: run(what),
    seconds,
    env: device === 'onnx:cuda' ? cuda : {},
  }))
}

function joinPaths(...paths: readonly (string | undefined)[]): string {
  return paths.filter(path => path !== undefined && path !== '').join(':')
}

function has(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0
}

/** A stage's process and all that it started end with its time. */
function run({ name, command: [file, ...args], seconds, env }: Stage): Promise<Outcome> {
  const limit = Math.min(seconds, left())
  if (limit < 5) return Promise.resolve({ name, seconds: 0, ended: 'no time was left', result: null, text: '' })
  const start = performance.now()
  const child = spawn(file, args, {
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [output, text, late] = ['', '', false]
  child.stdout.on('data', chunk => {
    output += chunk
  })
  child.stderr.on('data', chunk => {
    text += chunk
    process.stderr.write(chunk)
  })
  const timer = setTimeout(() => {
    late = true
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  }, limit * 1000)
  return new Promise(resolve => {
    const end = (ended: string) => {
      clearTimeout(timer)
      resolve({ name, seconds: (performance.now() - start) / 1000, ended, result: parsed(output), text })
    }
    child.on('error', error => end(error.message))
    child.on('close', (code, signal) => end(late ? `stopped after ${limit.toFixed(0)} s` : `code ${code ?? signal}`))
  })
}

/** Of the last line that is JSON. */
function parsed(output: string): unknown {
  for (const line of output.trim().split('\n').reverse()) {
    try {
      return JSON.parse(line)
    } catch {
      // The next.
    }
  }
  return null
}

const firstLine = (file: string, args: readonly string[]): string | null =>
  spawnSync(file, args, { encoding: 'utf8', timeout: 20_000 }).stdout?.trim().split('\n')[0] || null

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return null
  }
}

function describeMachine() {
  const gpu = '--query-gpu=name,driver_version,memory.total,clocks.max.sm'
  const torch = 'import torch; print(torch.__version__, torch.version.cuda, torch.backends.cudnn.version())'
  return {
    processor: cpus()[0]?.model,
    processors: cpus().length,
    memoryBytes: totalmem(),
    cores,
    siblingsOfCore0: readText('/sys/devices/system/cpu/cpu0/topology/thread_siblings_list'),
    kernel: readText('/proc/sys/kernel/osrelease'),
    gpu: firstLine('nvidia-smi', [gpu, '--format=csv,noheader']),
    vulkanDriver: process.env.VK_DRIVER_FILES ?? null,
    torch: firstLine(python, ['-c', torch]),
    node: process.version,
    cudaLibraries: cudaLibraries ?? null,
  }
}

async function printDevices(): Promise<void> {
  const { devices } = await import('../../../main/engine/devices/registry.ts')
  const reports = []
  for (const device of devices) reports.push(await reportDevice(device, 2))
  for (const { device, available, correct, reason, worstError, operatorsOnProcessor } of reports) {
    const error = worstError === undefined ? '' : `, off by ${worstError.toExponential(1)}`
    const left =
      operatorsOnProcessor === undefined ? '' : `, on the processor: ${operatorsOnProcessor.join(' ') || 'nothing'}`
    console.error(`${device}: ${available ? (correct ? 'right' : 'WRONG') : 'absent'}${error}${left} ${reason ?? ''}`)
  }
  console.log(JSON.stringify(reports))
}

if (process.argv.includes('--devices')) {
  await printDevices()
  process.exit(0)
}
mkdirSync(folder, { recursive: true })
const machine = describeMachine()
const outcomes: Outcome[] = []
const write = () => {
  writeFileSync(join(folder, 'results.json'), JSON.stringify({ machine, stages: outcomes }, null, 1))
  const texts = outcomes.map(o => `## ${o.name}\n(${o.seconds.toFixed(1)} s, ${o.ended})\n\n${o.text.trim()}\n`)
  writeFileSync(join(folder, 'results.txt'), [JSON.stringify(machine, null, 1), ...texts].join('\n\n'))
}
write()
for (const stage of stages) {
  console.error(`\n== ${stage.name}`)
  outcomes.push(await run(stage))
  write()
}
console.error(`\nDone in ${((performance.now() - begun) / 1000).toFixed(0)} s: ${folder}/results.txt and results.json`)
