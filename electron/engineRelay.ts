import type { CoreMessage, MainMessage } from './messages.ts'

/** The part of Electron's UtilityProcess that is used here. */
export interface Utility {
  postMessage(message: unknown): void
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'exit', listener: (code: number) => void): unknown
  kill(): boolean
}

/**
 * Forks engines for the core and carries their messages both ways. An engine that dies is reported to the core; all of
 * them end with it.
 */
export function relayEngines(
  core: Utility,
  forkEngine: () => Utility,
): { handle(message: CoreMessage): void; killAll(): void } {
  const engines = new Map<number, Utility>()
  const tell = (message: MainMessage) => core.postMessage(message)

  const fork = (id: number) => {
    const engine = forkEngine()
    engines.set(id, engine)
    engine.on('message', event => tell({ type: 'engine-event', id, event: event as never }))
    engine.on('exit', code => {
      engines.delete(id)
      tell({ type: 'engine-exit', id, exit: { code, signal: null } })
    })
  }

  return {
    handle(message) {
      if (message.type === 'engine-fork') fork(message.id)
      if (message.type === 'engine-send') engines.get(message.id)?.postMessage(message.command)
      if (message.type === 'engine-kill') engines.get(message.id)?.kill()
    },
    killAll() {
      for (const engine of engines.values()) engine.kill()
    },
  }
}
