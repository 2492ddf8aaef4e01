import { availableParallelism, cpus, release, totalmem } from 'node:os'
import type { ServiceContext } from '../context.ts'
import { readPreferences } from '../preferences.ts'
import { numericPackages } from './packages.ts'
import { sourceCommit } from './sourceCommit.ts'

/** Numbers, versions and names that made a run: enough to know later why two runs differ. */
export type Environment = Record<string, string | number | boolean>

/** Threads that an engine uses: as many as the user allows, at most all that this process may run on. */
export function engineThreads({ workspace }: ServiceContext): number {
  const most = Math.max(1, availableParallelism())
  return Math.min(most, readPreferences(workspace.db).threads ?? most)
}

export function describeEnvironment(version: string, threads: number): Environment {
  const commit = sourceCommit()
  return {
    subarc: version,
    ...(commit === undefined ? {} : { commit }),
    ...numericPackages(),
    node: process.versions.node,
    os: `${process.platform} ${release()}`,
    architecture: process.arch,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    threads,
    memoryBytes: totalmem(),
  }
}

/** Names this machine, so that what was measured on another one is not believed here. */
export function machineName(): string {
  return `${process.platform} ${process.arch} ${cpus()[0]?.model.trim() ?? 'unknown'} x${availableParallelism()}`
}
