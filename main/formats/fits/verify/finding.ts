/** What a file does against the FITS standard (`error`), or what may mislead a reader (`warning`). */
export interface FitsFinding {
  readonly severity: 'error' | 'warning'
  /** Null: of the file as a whole. */
  readonly hdu: number | null
  /** Number of the card in its header, from 1. */
  readonly card: number | null
  readonly keyword: string | null
  readonly message: string
}

/** A finding before its HDU is known. */
export type HduFinding = Omit<FitsFinding, 'hdu'>

export const error = (message: string, keyword: string | null = null, card: number | null = null): HduFinding => ({
  severity: 'error',
  card,
  keyword,
  message,
})

export const warning = (message: string, keyword: string | null = null, card: number | null = null): HduFinding => ({
  ...error(message, keyword, card),
  severity: 'warning',
})
