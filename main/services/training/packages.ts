import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, sep } from 'node:path'

/** Packages whose version can change a trained network's numbers. */
const NUMERIC_PACKAGES = ['onnxruntime-node', '@tensorflow/tfjs-core'] as const

const require = createRequire(import.meta.url)

/** Versions of the packages that compute, by name; one that cannot be found is left out. */
export function numericPackages(): Record<string, string> {
  const found = NUMERIC_PACKAGES.map(name => [name, versionOf(name)] as const)
  return Object.fromEntries(found.filter((pair): pair is [(typeof pair)[0], string] => pair[1] !== undefined))
}

function versionOf(name: string): string | undefined {
  try {
    const folder = join('node_modules', ...name.split('/')) + sep
    const entry = require.resolve(name)
    const root = entry.slice(0, entry.lastIndexOf(folder) + folder.length)
    return String(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version)
  } catch {
    return undefined
  }
}
