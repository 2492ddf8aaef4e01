import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const product = fileURLToPath(new URL('../../..', import.meta.url))

/** Git's commit of the sources that run, where they run from a clone; undefined in an installed product. */
export function sourceCommit(root = product): string | undefined {
  try {
    const folder = gitFolder(root)
    const head = readFileSync(join(folder, 'HEAD'), 'utf8').trim()
    const ref = /^ref: (.+)$/.exec(head)?.[1]
    return ref === undefined ? commit(head) : commit(readRef(folder, ref))
  } catch {
    return undefined
  }
}

/** `.git` is a folder, or in a worktree a file that names one. */
function gitFolder(root: string): string {
  const path = join(root, '.git')
  try {
    const named = /^gitdir: (.+)$/m.exec(readFileSync(path, 'utf8'))?.[1]
    return resolve(root, named ?? path)
  } catch {
    return path
  }
}

/** A branch is a file of its own or a line of `packed-refs`, beside HEAD or, in a worktree, in the folder that all share. */
function readRef(folder: string, ref: string): string {
  const folders = [folder, commonFolder(folder)]
  for (const place of folders) {
    try {
      return readFileSync(join(place, ref), 'utf8').trim()
    } catch {
      const packed = lines(join(place, 'packed-refs')).find(line => line.endsWith(` ${ref}`))
      if (packed !== undefined) return packed.split(' ')[0]
    }
  }
  return ''
}

function commonFolder(folder: string): string {
  const [common] = lines(join(folder, 'commondir'))
  return common === undefined || common === '' ? dirname(folder) : resolve(folder, common)
}

function lines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    return []
  }
}

const commit = (text: string): string | undefined => (/^[0-9a-f]{40,64}$/.test(text) ? text : undefined)
