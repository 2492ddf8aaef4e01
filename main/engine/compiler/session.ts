import * as ort from 'onnxruntime-node'
import { AppError } from '../../domain/errors.ts'

export interface SessionOptions {
  /** ONNX Runtime's execution provider. */
  readonly provider: string
  readonly threads: number
  /** How the file begins into which a profile of all runs is written. */
  readonly profile?: string
}

/** Starts ONNX Runtime on a model. Throws `device-unavailable` with the runtime's reason. */
export async function createSession(model: Uint8Array, { provider, threads, profile }: SessionOptions) {
  try {
    return await ort.InferenceSession.create(model, {
      executionProviders: [provider],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      // A plan of all buffers is kept beside the arena of the first run: 40 % more memory, no less time.
      enableMemPattern: false,
      logSeverityLevel: 3,
      ...(profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: profile }),
    })
  } catch (error) {
    if (wantsMemory(error)) throw outOfMemory(provider, error)
    const reason = error instanceof Error ? error.message : String(error)
    const message = `ONNX Runtime did not accept the step for '${provider}': ${reason}`
    throw new AppError('device-unavailable', message, { provider, reason }, error)
  }
}

/** Runs a session. Throws `no-memory` where the runtime could not have what the step takes. */
export async function runSession(
  session: ort.InferenceSession,
  feeds: ort.InferenceSession.FeedsType,
  results?: ort.InferenceSession.FetchesType,
): Promise<ort.InferenceSession.ReturnType> {
  try {
    return await (results === undefined ? session.run(feeds) : session.run(feeds, results))
  } catch (error) {
    throw wantsMemory(error) ? outOfMemory('step', error) : error
  }
}

/** The runtime's words where it, its arena, or C++ beneath got no memory; and JavaScript's for an array. */
const WANTS_MEMORY =
  /bad_alloc|failed to allocate memory|bad allocation|array buffer allocation failed|out of memory|cannot allocate memory/i

const wantsMemory = (error: unknown): boolean => error instanceof Error && WANTS_MEMORY.test(error.message)

function outOfMemory(what: string, error: unknown): AppError {
  const reason = error instanceof Error ? error.message : String(error)
  return new AppError('no-memory', 'The system gave the engine no memory for this step.', { what, reason }, error)
}

/** A float32 tensor over an array: shared, not copied. */
export const floatTensor = (data: Float32Array, dims: readonly number[]): ort.Tensor =>
  new ort.Tensor('float32', data, dims)

/** Things made once a key and kept, the least recently used given back when there are more than `limit`. */
export class BoundedCache<T> {
  readonly #limit: number
  readonly #release: (value: T) => void
  readonly #entries = new Map<string, T>()

  constructor(limit: number, release: (value: T) => void) {
    this.#limit = limit
    this.#release = release
  }

  async get(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key)
    if (known !== undefined) {
      this.#entries.delete(key)
      this.#entries.set(key, known)
      return known
    }
    while (this.#entries.size >= this.#limit) {
      const [oldest] = this.#entries
      this.#entries.delete(oldest[0])
      this.#release(oldest[1])
    }
    const made = await make()
    this.#entries.set(key, made)
    return made
  }

  clear(): void {
    for (const value of this.#entries.values()) this.#release(value)
    this.#entries.clear()
  }
}
