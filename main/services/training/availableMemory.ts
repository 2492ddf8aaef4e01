import { readFileSync } from 'node:fs'
import { freemem, totalmem } from 'node:os'
import { join } from 'node:path'

/** Of a Mac's memory: it counts as free only what no cache holds, though it gives caches back when asked. */
const SHARE_OF_A_MAC = 0.6

/** Bytes that a new process may take: what the machine has to give, or the group of processes that this one is confined to. */
export function availableMemoryBytes(): number {
  const free = process.platform === 'darwin' ? Math.max(freemem(), SHARE_OF_A_MAC * totalmem()) : freemem()
  return process.platform === 'linux' ? Math.min(free, availableInGroups()) : free
}

/**
 * What the narrowest of Linux' control groups around a process leaves to it, in bytes; infinite where none has a limit.
 * Cached file content that the kernel gives back first does not count as taken. Kernel documentation: cgroup-v2 "Memory", and
 * cgroup-v1 "memory".
 * @param root the file system's root
 */
export function availableInGroups(root = '/'): number {
  const lines = (read(join(root, 'proc/self/cgroup')) ?? '').split('\n').map(line => line.split(':'))
  const left = lines.flatMap(([, controllers, ...path]) => {
    const version = controllers === '' ? second : controllers?.split(',').includes('memory') ? first : undefined
    if (version === undefined) return []
    const mount = join(root, version.mount)
    // In a container the path may be the host's and mean nothing here; the mount itself is then the group.
    return foldersUp(path.join(':')).map(folder => leftIn(join(mount, folder), version))
  })
  return Math.min(Number.POSITIVE_INFINITY, ...left)
}

interface GroupFiles {
  readonly mount: string
  readonly limit: string
  readonly usage: string
  readonly inactive: RegExp
}

const first: GroupFiles = {
  mount: 'sys/fs/cgroup/memory',
  limit: 'memory.limit_in_bytes',
  usage: 'memory.usage_in_bytes',
  inactive: /^total_inactive_file (\d+)$/m,
}
const second: GroupFiles = {
  mount: 'sys/fs/cgroup',
  limit: 'memory.max',
  usage: 'memory.current',
  inactive: /^inactive_file (\d+)$/m,
}

/** '/a/b': ['/a/b', '/a', '/'], since a group is bound by all that it lies in. */
function foldersUp(path: string): string[] {
  const parts = path.split('/').filter(part => part !== '' && part !== '..')
  return [...parts.map((_, i) => `/${parts.slice(0, parts.length - i).join('/')}`), '/']
}

function leftIn(folder: string, files: GroupFiles): number {
  const limit = Number(read(join(folder, files.limit)) ?? Number.NaN)
  const usage = Number(read(join(folder, files.usage)) ?? Number.NaN)
  // Version 2 says "max" where there is no limit; version 1 a number beyond all memory.
  if (!(limit >= 0 && usage >= 0)) return Number.POSITIVE_INFINITY
  const inactive = Number(files.inactive.exec(read(join(folder, 'memory.stat')) ?? '')?.[1] ?? 0)
  return Math.max(0, limit - Math.max(0, usage - inactive))
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return undefined
  }
}
