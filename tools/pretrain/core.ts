import { launchEngine } from '../../main/engine/launch.ts'
import type { EngineLauncher } from '../../main/engine/port.ts'
import { productVersion } from '../../main/hosts/version.ts'
import { type Core, createCore } from '../../main/services/core.ts'

/** Engines on so many threads, whatever the machine has: two networks may be trained beside each other. */
function withThreads(threads: number): EngineLauncher {
  return () => {
    const engine = launchEngine()
    return {
      ...engine,
      send: command => {
        const limited = command.type === 'start' && 'threads' in command.job
        engine.send(limited ? { ...command, job: { ...command.job, threads } } : command)
      },
    }
  }
}

export function openCore(workspacePath: string, threads: number): Promise<Core> {
  return createCore({ workspacePath, host: 'cli', version: productVersion, launchEngine: withThreads(threads) })
}
