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

/** What a cache holds at most. What was made last stays in any case. */
export interface CacheLimits {
  readonly count: number
  /** Of memory, by what is said of each thing when it is made; absent: any amount. */
  readonly bytes?: number
}

/** Things made once a key and kept, the least recently used given back when there are more, or larger ones, than the limits. */
export class BoundedCache<T> {
  readonly #limits: CacheLimits
  readonly #release: (value: T) => void
  readonly #entries = new Map<string, { readonly value: T; readonly bytes: number }>()

  constructor(limits: CacheLimits, release: (value: T) => void) {
    this.#limits = limits
    this.#release = release
  }

  /** @param bytes of memory that the thing will hold; room is made before it is made */
  async get(key: string, make: () => { readonly bytes: number; value(): Promise<T> }): Promise<T> {
    const known = this.#entries.get(key)
    if (known !== undefined) {
      this.#entries.delete(key)
      this.#entries.set(key, known)
      return known.value
    }
    const { bytes, value } = make()
    this.#makeRoom(bytes)
    const made = await value()
    this.#entries.set(key, { value: made, bytes })
    return made
  }

  #makeRoom(bytes: number): void {
    const { count, bytes: most = Number.POSITIVE_INFINITY } = this.#limits
    let held = bytes
    for (const entry of this.#entries.values()) held += entry.bytes
    for (const [key, entry] of this.#entries) {
      if (this.#entries.size < count && held <= most) return
      this.#entries.delete(key)
      this.#release(entry.value)
      held -= entry.bytes
    }
  }

  clear(): void {
    for (const { value } of this.#entries.values()) this.#release(value)
    this.#entries.clear()
  }
}
