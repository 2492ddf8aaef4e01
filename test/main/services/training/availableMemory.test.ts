import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { availableInGroups, availableMemoryBytes } from '../../../../main/services/training/availableMemory.ts'
import { temporaryFolder } from '../../../support/trainingCore.ts'

let root: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  root = temporaryFolder()
})
afterEach(() => root.remove())

function put(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root.path, name)), { recursive: true })
    writeFileSync(join(root.path, name), `${text}\n`)
  }
}

describe('the memory that a group of processes leaves', () => {
  it('is bound by the narrowest of all groups around it, cached file content given back (version 2)', () => {
    put({
      'proc/self/cgroup': '0::/slice/job',
      'sys/fs/cgroup/slice/job/memory.max': 'max',
      'sys/fs/cgroup/slice/job/memory.current': '100',
      'sys/fs/cgroup/slice/memory.max': '1000',
      'sys/fs/cgroup/slice/memory.current': '700',
      'sys/fs/cgroup/slice/memory.stat': 'anon 300\ninactive_file 400\nactive_file 0',
    })
    expect(availableInGroups(root.path)).toBe(700)
  })

  it("is read in a container of version 1 from the mount itself, where the path is the host's", () => {
    put({
      'proc/self/cgroup': '12:cpu,cpuacct:/docker/x\n5:memory:/docker/x',
      'sys/fs/cgroup/memory/memory.limit_in_bytes': '5000',
      'sys/fs/cgroup/memory/memory.usage_in_bytes': '4500',
      'sys/fs/cgroup/memory/memory.stat': 'inactive_file 1\ntotal_inactive_file 500',
    })
    expect(availableInGroups(root.path)).toBe(1000)
  })

  it('is without end where no group has a limit, or there are no groups', () => {
    expect(availableInGroups(root.path)).toBe(Number.POSITIVE_INFINITY)
    put({
      'proc/self/cgroup': '0::/',
      'sys/fs/cgroup/memory.max': 'max',
      'sys/fs/cgroup/memory.current': '5',
    })
    expect(availableInGroups(root.path)).toBe(Number.POSITIVE_INFINITY)
  })

  it('is nothing where a group holds more than it may', () => {
    put({ 'proc/self/cgroup': '0::/', 'sys/fs/cgroup/memory.max': '5', 'sys/fs/cgroup/memory.current': '9' })
    expect(availableInGroups(root.path)).toBe(0)
  })

  it('on this machine is a number of bytes that a process can have', () => {
    expect(availableMemoryBytes()).toBeGreaterThan(2 ** 20)
    expect(availableMemoryBytes()).toBeLessThan(2 ** 48)
  })
})
