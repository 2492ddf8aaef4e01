import type { EngineEvent, EngineExit, EngineLauncher } from '../main/engine/port.ts'
import type { CoreMessage, MainMessage } from './messages.ts'

interface Listeners {
  readonly events: ((event: EngineEvent) => void)[]
  readonly exits: ((exit: EngineExit) => void)[]
}

/** The engine launcher of the core's process: each engine is a number, its messages go through Electron's main process. */
export function createEngineClient(send: (message: CoreMessage) => void): {
  launch: EngineLauncher
  receive(message: MainMessage): void
} {
  const engines = new Map<number, Listeners>()
  let next = 1
  return {
    launch() {
      const id = next++
      const listeners: Listeners = { events: [], exits: [] }
      engines.set(id, listeners)
      send({ type: 'engine-fork', id })
      return {
        pid: undefined,
        send: command => send({ type: 'engine-send', id, command }),
        onEvent: listener => void listeners.events.push(listener),
        onExit: listener => void listeners.exits.push(listener),
        kill: () => send({ type: 'engine-kill', id }),
      }
    },
    receive(message) {
      if (message.type === 'engine-event')
        for (const listener of engines.get(message.id)?.events ?? []) listener(message.event)
      if (message.type === 'engine-exit') {
        for (const listener of engines.get(message.id)?.exits ?? []) listener(message.exit)
        engines.delete(message.id)
      }
    },
  }
}
