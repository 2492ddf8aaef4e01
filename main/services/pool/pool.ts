import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { AppError } from '../../domain/errors.ts'
import { type ResultMessage, type TaskMessage, transferables } from './messages.ts'
import type { TaskInput, TaskName, TaskOutput } from './tasks.ts'

/** The worker as source, which Node runs by stripping its types. A bundle passes its own file. */
const ownEntry = new URL(`./worker${extname(import.meta.url)}`, import.meta.url)

export interface WorkerPool {
  /** How many tasks run at the same time. */
  readonly size: number
  /**
   * Runs a task on a worker thread. Float arrays of the input are handed over: the caller must not use them any more
   * unless `keepInput` asks for a copy. An aborted signal rejects with `stopped`; a task that runs already is let run
   * to its end and its result dropped.
   */
  run<N extends TaskName>(name: N, input: TaskInput<N>, options?: RunOptions): Promise<TaskOutput<N>>
  /** Ends the threads; tasks that have not ended are rejected with `stopped`. */
  close(): Promise<void>
}

export interface RunOptions {
  readonly signal?: AbortSignal
  readonly keepInput?: boolean
}

interface Pending {
  readonly message: TaskMessage
  readonly keepInput: boolean
  resolve(output: unknown): void
  reject(error: AppError): void
}

/** @param entry the worker's file, source or bundled */
export function createPool(size = Math.max(1, availableParallelism() - 1), entry: URL = ownEntry): WorkerPool {
  const queue: Pending[] = []
  const threads = new Set<Thread>()
  let serial = 0
  let closed = false

  const next = (): void => {
    while (queue.length > 0) {
      const idle = [...threads].find(thread => thread.task === undefined) ?? start()
      const pending = idle && queue.shift()
      if (!idle || !pending) return
      idle.give(pending)
    }
  }
  const start = (): Thread | undefined => {
    if (threads.size >= size) return undefined
    const thread = new Thread(entry, next, () => {
      threads.delete(thread)
      if (!closed) next()
    })
    threads.add(thread)
    return thread
  }

  return {
    size,
    run: <N extends TaskName>(name: N, input: TaskInput<N>, { signal, keepInput = false }: RunOptions = {}) =>
      new Promise<TaskOutput<N>>((resolve, reject) => {
        if (closed || signal?.aborted) {
          reject(stopped(name))
          return
        }
        const abort = (): void => {
          const at = queue.indexOf(pending)
          if (at >= 0) queue.splice(at, 1)
          reject(stopped(name))
        }
        serial += 1
        const pending: Pending = {
          message: { id: serial, name, input },
          keepInput,
          resolve: output => {
            signal?.removeEventListener('abort', abort)
            resolve(output as TaskOutput<N>)
          },
          reject: error => {
            signal?.removeEventListener('abort', abort)
            reject(error)
          },
        }
        signal?.addEventListener('abort', abort, { once: true })
        queue.push(pending)
        next()
      }),
    close: async () => {
      closed = true
      for (const pending of queue.splice(0)) pending.reject(stopped(pending.message.name))
      await Promise.all([...threads].map(thread => thread.end()))
    },
  }
}

function stopped(name: string): AppError {
  return new AppError('stopped', `The task ${name} was stopped.`)
}

/** One worker thread and the task that it has in its hands. */
class Thread {
  task: Pending | undefined
  private readonly worker: Worker
  private ending = false

  constructor(entry: URL, idle: () => void, gone: () => void) {
    // Not the parent's flags: a test runner's or a debugger's have no place in a worker. The empty data are for the web
    // workers that the library for TIFF brings along: without any it takes this thread for one of its own.
    this.worker = new Worker(entry, { execArgv: [], workerData: {} })
    this.worker.on('message', (result: ResultMessage) => {
      this.settle(result)
      idle()
    })
    this.worker.on('error', error => this.fail(error.message))
    this.worker.on('exit', code => {
      this.fail(`exit code ${code}`)
      gone()
    })
  }

  give(pending: Pending): void {
    this.task = pending
    try {
      this.worker.postMessage(pending.message, pending.keepInput ? [] : transferables(pending.message.input))
    } catch (error) {
      this.task = undefined
      pending.reject(new AppError('internal', `The task ${pending.message.name} could not be sent.`, {}, error))
    }
  }

  async end(): Promise<void> {
    this.ending = true
    await this.worker.terminate()
  }

  private settle(result: ResultMessage): void {
    const task = this.task
    this.task = undefined
    if ('output' in result) {
      task?.resolve(result.output)
      return
    }
    const { code, message, details, stack } = result.error
    task?.reject(new AppError(code, message, details, stack))
  }

  private fail(reason: string): void {
    const task = this.task
    this.task = undefined
    if (task === undefined) return
    const { name } = task.message
    task.reject(
      this.ending ? stopped(name) : new AppError('internal', `A worker ended while it ran ${name}: ${reason}`),
    )
  }
}
