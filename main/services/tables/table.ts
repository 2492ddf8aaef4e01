/** A column of a table that is written for other programs. */
export interface TableColumn {
  /** Letters, digits, dots and low lines; it names its unit where the format has no place for one. */
  readonly name: string
  readonly type: 'text' | 'number' | 'integer'
  /** As the VO writes units; null: none. */
  readonly unit: string | null
  /** For people, in LaTeX. */
  readonly title: string
  /** Decimals in LaTeX; elsewhere numbers are written whole. */
  readonly digits?: number
  /** Left out of LaTeX, whose pages are narrow. */
  readonly wide?: boolean
}

export type TableValue = string | number | null

export interface Table {
  readonly name: string
  /** For people: what a row is. */
  readonly caption: string
  readonly columns: readonly TableColumn[]
  readonly rows: readonly (readonly TableValue[])[]
}

/** A number that is not finite has no place in a table. */
export const cell = (value: TableValue | undefined): TableValue =>
  value === undefined || (typeof value === 'number' && !Number.isFinite(value)) ? null : value
