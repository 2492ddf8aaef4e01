import { fork } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { EngineEvent, EngineExit, EngineLauncher, EngineProcess } from './port.ts'

/** The entry beside this file: the source, which Node runs by stripping its types, or what the desktop build made of it. */
const ownEntry = new URL(`./worker/entry${extname(import.meta.url)}`, import.meta.url)

/** The entry's path, for hosts that start processes in a way of their own. */
export const engineEntry = fileURLToPath(ownEntry)

/** How much of the engine's last words is kept to explain an exit. */
const STDERR_TAIL_BYTES = 4096

/** Starts engines as forked Node processes: the way of the web host, the command line and the tests. */
export const launchEngine: EngineLauncher = () => forkEngine()

/** @param entry the engine's entry file */
export function forkEngine(entry: URL = ownEntry): EngineProcess {
  const child = fork(fileURLToPath(entry), [], {
    execPath: process.execPath,
    execArgv: [],
    serialization: 'json',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let stderr = Buffer.alloc(0)
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr = Buffer.concat([stderr, chunk]).subarray(-STDERR_TAIL_BYTES)
  })

  let ended: EngineExit | undefined
  const exitListeners: ((exit: EngineExit) => void)[] = []
  const end = (exit: EngineExit) => {
    if (ended) return
    ended = exit
    for (const listener of exitListeners) listener(exit)
  }
  // 'close' comes after the last of stderr has been read; 'error' where the process could not be started at all.
  child.on('close', (code, signal) => end({ code, signal, stderrTail: stderr.toString('utf8') }))
  child.on('error', error => {
    if (child.pid === undefined) end({ code: null, signal: null, stderrTail: error.message })
  })

  return {
    pid: child.pid,
    send: command => {
      if (child.connected) child.send(command)
    },
    onEvent: listener => {
      child.on('message', message => listener(message as EngineEvent))
    },
    onExit: listener => {
      if (ended) listener(ended)
      else exitListeners.push(listener)
    },
    kill: () => {
      child.kill('SIGKILL')
    },
  }
}
