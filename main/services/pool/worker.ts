import { parentPort } from 'node:worker_threads'
import { toAppError } from '../../domain/errors.ts'
import { type ResultMessage, type TaskMessage, transferables } from './messages.ts'
import { tasks } from './tasks.ts'

const known = new Map<string, (input: never) => unknown>(Object.entries(tasks))

/** A worker thread: answers each task with its result or its error. */
parentPort?.on('message', async ({ id, name, input }: TaskMessage) => {
  try {
    const task = known.get(name)
    if (task === undefined) throw new Error(`There is no task ${name}.`)
    const output = await task(input as never)
    parentPort?.postMessage({ id, output } satisfies ResultMessage, transferables(output))
  } catch (error) {
    const { code, message, details, stack } = toAppError(error)
    parentPort?.postMessage({ id, error: { code, message, details: { ...details }, stack } } satisfies ResultMessage)
  }
})
