import type { EngineCommand, EngineEvent } from '../port.ts'

/** The process that started this engine, over whichever channel it gave. */
export interface ParentChannel {
  onCommand(listener: (command: EngineCommand) => void): void
  /** Called once when the parent has gone away. */
  onGone(listener: () => void): void
  send(event: EngineEvent): void
  /** Ends this process once everything sent has left it. */
  close(exitCode: number): void
  /** As `close`, without waiting for a compute thread that is deep in the runtime. */
  abandon(): void
}

/** Electron's end of a utilityProcess (its `process.parentPort`), as far as the engine uses it. */
interface ElectronParentPort {
  on(event: 'message', listener: (message: { data: EngineCommand }) => void): void
  postMessage(message: EngineEvent): void
}

/** The channel of child_process.fork or of Electron's utilityProcess; undefined where this process has neither. */
export function connectParent(): ParentChannel | undefined {
  const port = (process as NodeJS.Process & { parentPort?: ElectronParentPort }).parentPort
  if (port) return electronChannel(port)
  return process.send ? forkChannel(process.send.bind(process)) : undefined
}

function forkChannel(send: NonNullable<typeof process.send>): ParentChannel {
  // A send that fails means that the parent is gone; 'disconnect' tells the same.
  let unsent = 0
  let closing: (() => void) | undefined
  const sent = () => {
    unsent--
    if (unsent === 0) closing?.()
  }
  const leave = (exit: () => void) => {
    if (unsent === 0 || !process.connected) exit()
    closing = exit
  }
  return {
    onCommand: listener => process.on('message', message => listener(message as EngineCommand)),
    onGone: listener => process.once('disconnect', listener),
    send: event => {
      if (!process.connected) return
      unsent++
      send(event, undefined, undefined, sent)
    },
    close: exitCode => leave(() => process.exit(exitCode)),
    abandon: () => leave(() => process.kill(process.pid, 'SIGKILL')),
  }
}

/** Electron ends its utility processes with itself, and the host kills this one when it has the job's last event. */
function electronChannel(port: ElectronParentPort): ParentChannel {
  return {
    onCommand: listener => port.on('message', message => listener(message.data)),
    onGone: () => undefined,
    send: event => port.postMessage(event),
    close: exitCode => {
      process.exitCode = exitCode
    },
    // The host kills it when it has the last event.
    abandon: () => undefined,
  }
}
