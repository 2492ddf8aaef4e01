import type { ErrorCode } from '../../domain/errors.ts'

export interface TaskMessage {
  readonly id: number
  readonly name: string
  readonly input: unknown
}

export type ResultMessage =
  | { readonly id: number; readonly output: unknown }
  | {
      readonly id: number
      readonly error: {
        readonly code: ErrorCode
        readonly message: string
        readonly details: Record<string, unknown>
        readonly stack: string | undefined
      }
    }

/**
 * The memory behind a value's float arrays, to be handed over instead of copied. Node's own buffers are left out:
 * several of them may share one piece of memory.
 */
export function transferables(value: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>()
  const visit = (part: unknown): void => {
    if (part instanceof Float32Array || part instanceof Float64Array) {
      if (part.buffer instanceof ArrayBuffer) found.add(part.buffer)
    } else if (Array.isArray(part)) {
      for (const item of part) visit(item)
    } else if (typeof part === 'object' && part !== null && !ArrayBuffer.isView(part)) {
      for (const item of Object.values(part)) visit(item)
    }
  }
  visit(value)
  return [...found]
}
