import { AppError, type ErrorCode } from '../../domain/errors.ts'
import type { EngineEvent, EngineExit, EngineJob, EngineLauncher, EngineProcess } from '../../engine/port.ts'

export type FinishedEvent = Extract<EngineEvent, { type: 'finished' }>

/** A job in an engine process of its own. */
export interface EngineRun {
  /** How it ended, once the process is gone. Rejects with what the engine said, or why it died. */
  readonly finished: Promise<FinishedEvent>
  pause(): void
  resume(): void
  /** Obeyed at the next step; a process that does not obey is killed. */
  stop(): void
  /** At once, without a last checkpoint. */
  kill(): void
}

/** An engine that has said its last word is given this long to leave. */
const LEAVE_MS = 3000
/** Above the engine's own patience, so that it can still say that it was not obeyed. */
const STOP_MS = 70_000

/** Starts an engine process, gives it the job, and hands on its events until it has ended. */
export function runEngineJob(launch: EngineLauncher, job: EngineJob, onEvent: (event: EngineEvent) => void): EngineRun {
  const engine = launch()
  const finished = supervise(engine, onEvent)
  // Whoever waits for the end sees the error; a run that nobody waits for any more must not bring the core down.
  finished.catch(() => undefined)
  engine.send({ type: 'start', job })
  return {
    finished,
    pause: () => engine.send({ type: 'pause' }),
    resume: () => engine.send({ type: 'resume' }),
    stop: () => {
      engine.send({ type: 'stop' })
      killUnlessSettled(engine, finished, STOP_MS)
    },
    kill: () => engine.kill(),
  }
}

function supervise(engine: EngineProcess, onEvent: (event: EngineEvent) => void): Promise<FinishedEvent> {
  return new Promise((resolve, reject) => {
    let last: EngineEvent | undefined
    engine.onEvent(event => {
      if (last) return
      if (event.type === 'finished' || event.type === 'failed') {
        last = event
        setTimeout(() => engine.kill(), LEAVE_MS).unref()
      }
      onEvent(event)
    })
    engine.onExit(exit => {
      if (last?.type === 'finished') resolve(last)
      else if (last?.type === 'failed') reject(new AppError(errorCode(last.code), last.message, { ...last.details }))
      else reject(engineDied(exit))
    })
  })
}

function killUnlessSettled(engine: EngineProcess, finished: Promise<unknown>, milliseconds: number): void {
  const timer = setTimeout(() => engine.kill(), milliseconds)
  timer.unref()
  const clear = () => clearTimeout(timer)
  finished.then(clear, clear)
}

const knownCodes: readonly ErrorCode[] = [
  'bad-input',
  'not-found',
  'unsupported',
  'conflict',
  'forbidden',
  'no-space',
  'diverged',
  'stopped',
  'device-unavailable',
  'internal',
]

function errorCode(code: string): ErrorCode {
  return knownCodes.find(known => known === code) ?? 'internal'
}

function engineDied(exit: EngineExit): AppError {
  const tail = exit.stderrTail?.trim().split('\n').at(-1)
  return new AppError('internal', `${deathCause(exit)}${tail ? ` Its last words: ${tail.slice(0, 300)}` : ''}`, {
    engineDied: true,
    exitCode: exit.code,
    signal: exit.signal,
    stderrTail: exit.stderrTail ?? '',
  })
}

/** 128 + 9: how a shell, a container or a supervisor tells of SIGKILL. */
const KILLED_EXIT_CODE = 137
/** Windows: STATUS_NO_MEMORY as Node shows it. */
const WINDOWS_NO_MEMORY = 0xc0000017

function deathCause({ code, signal }: EngineExit): string {
  if (signal === 'SIGKILL' || code === KILLED_EXIT_CODE || code === WINDOWS_NO_MEMORY) {
    return 'The engine was killed (SIGKILL), perhaps because the machine ran out of memory. If it happens again, use a smaller batch or network.'
  }
  if (signal !== null) return `The engine crashed (${signal}).`
  if (code === null) return 'The engine could not be started.'
  return `The engine ended by itself with exit code ${code}.`
}
