/** A worker that ends without an answer when it is asked to. */
import { parentPort } from 'node:worker_threads'

parentPort?.on('message', ({ id, input }: { id: number; input: unknown }) => {
  if (input === 'die') process.exit(3)
  parentPort?.postMessage({ id, output: input })
})
