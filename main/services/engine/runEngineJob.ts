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
  let killed = false
  const kill = () => {
    killed = true
    engine.kill()
  }
  const finished = supervise(engine, onEvent, () => killed)
  // Whoever waits for the end sees the error; a run that nobody waits for any more must not bring the core down.
  finished.catch(() => undefined)
  engine.send({ type: 'start', job })
  return {
    finished,
    pause: () => engine.send({ type: 'pause' }),
    resume: () => engine.send({ type: 'resume' }),
    stop: () => {
      engine.send({ type: 'stop' })
      killUnlessSettled(kill, finished, STOP_MS)
    },
    kill,
  }
}

function supervise(
  engine: EngineProcess,
  onEvent: (event: EngineEvent) => void,
  wasKilled: () => boolean,
): Promise<FinishedEvent> {
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
      else reject(engineDied(exit, wasKilled()))
    })
  })
}

function killUnlessSettled(kill: () => void, finished: Promise<unknown>, milliseconds: number): void {
  const timer = setTimeout(kill, milliseconds)
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
  'no-memory',
  'diverged',
  'stopped',
  'device-unavailable',
  'internal',
]

function errorCode(code: string): ErrorCode {
  return knownCodes.find(known => known === code) ?? 'internal'
}

function engineDied(exit: EngineExit, killed: boolean): AppError {
  const tail = exit.stderrTail?.trim().split('\n').at(-1)
  const outOfMemory = !killed && diedOfMemory(exit)
  const cause = killed ? 'Subarc ended the engine, which did not answer.' : deathCause(exit, outOfMemory)
  const message = `${cause}${tail ? ` Its last words: ${tail.slice(0, 300)}` : ''}`
  return new AppError(outOfMemory ? 'no-memory' : 'internal', message, {
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
/** What C++ and V8 say before they abort for want of memory; the last of a thread that gets no stack. */
const LAST_WORDS_WITHOUT_MEMORY =
  /bad_alloc|out of memory|cannot allocate memory|allocation failed|resource temporarily unavailable/i

function wasKilled({ code, signal }: EngineExit): boolean {
  return signal === 'SIGKILL' || code === KILLED_EXIT_CODE
}

/** A kill that Subarc did not ask for is nearly always the system's, which takes the process that holds most. */
function diedOfMemory(exit: EngineExit): boolean {
  return wasKilled(exit) || exit.code === WINDOWS_NO_MEMORY || LAST_WORDS_WITHOUT_MEMORY.test(exit.stderrTail ?? '')
}

function deathCause(exit: EngineExit, outOfMemory: boolean): string {
  const { code, signal } = exit
  if (outOfMemory) {
    return wasKilled(exit)
      ? 'The engine was killed (SIGKILL): as a rule the system does that when memory runs out.'
      : 'The engine ended because the system gave it no more memory.'
  }
  if (signal !== null) return `The engine crashed (${signal}).`
  if (code === null) return 'The engine could not be started.'
  return `The engine ended by itself with exit code ${code}.`
}
