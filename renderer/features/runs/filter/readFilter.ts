import type { RunField } from '../../../../main/contract/runTable.ts'
import { AppError } from '../../../../main/domain/errors.ts'
import { parseRunFilter } from '../../../../main/domain/runQuery/parse.ts'
import { expressionText } from '../../../../main/domain/runQuery/text.ts'

export interface ReadFilter {
  /** The filter in full, as it is understood; null where it cannot be read. */
  readonly understood: string | null
  readonly problem: { readonly message: string; readonly from: number; readonly to: number } | null
}

/** Reads a filter as the core would, before it is asked. */
export function readFilter(text: string, fields: readonly RunField[]): ReadFilter {
  try {
    const expression = parseRunFilter(text, fields)
    return { understood: expression === null ? '' : expressionText(expression), problem: null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { from = 0, to = text.length } = error.details as { from?: number; to?: number }
    return { understood: null, problem: { message: error.message, from, to } }
  }
}
