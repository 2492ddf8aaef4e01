import { AppError } from '../../../domain/errors.ts'
import type { Hdu } from '../file.ts'

/** The types of a binary table's fields (FITS standard 4.0, table 18). */
export type FieldType = 'L' | 'X' | 'B' | 'I' | 'J' | 'K' | 'A' | 'E' | 'D' | 'C' | 'M'

const FIELD_BYTES: Record<FieldType, number> = { L: 1, X: 1, B: 1, I: 2, J: 4, K: 8, A: 1, E: 4, D: 8, C: 8, M: 16 }

/** One column of a table, known from the header alone. */
export interface TableColumn {
  /** TTYPEn, or empty. */
  readonly name: string
  /** TFORMn as it stands in the header. */
  readonly format: string
  /** TUNITn. */
  readonly unit?: string
  /** Where the field begins in a row, in bytes. */
  readonly offset: number
  /** How many bytes the field takes in a row. */
  readonly width: number
  /** Text tables: undefined. Binary tables: the type of the field, or of the elements that its descriptors point to. */
  readonly type?: FieldType
  /** How many elements a field has; of a column with descriptors, 1 for a descriptor and 0 for none. */
  readonly repeat: number
  /** P: descriptors of 2 x 32 bits, Q: of 2 x 64 bits. Undefined: the elements stand in the row. */
  readonly descriptor?: 'P' | 'Q'
  /** TDIMn in C order, slowest axis first; undefined where there is none or it does not fit the field. */
  readonly shape?: readonly number[]
  readonly scale: number
  readonly zero: number
  /** TNULLn as it stands in the header: the value that means "none". */
  readonly nullText?: string
}

/** TFIELDS is at most 999 (FITS standard 4.0, section 7.3.1). */
const MAX_COLUMNS = 999

export function fieldBytes(type: FieldType): number {
  return FIELD_BYTES[type]
}

/**
 * The columns of a table HDU, compressed images included.
 *
 * @throws AppError `bad-input` for an HDU that is no table and for fields that the standard does not know or that leave
 *   the row; it names the HDU and the keyword
 */
export function tableColumns(hdu: Hdu): TableColumn[] {
  const isText = hdu.type === 'table'
  if (!isText && hdu.type !== 'bintable' && hdu.type !== 'compressed')
    throw new AppError('bad-input', `HDU ${hdu.index} is no table. Choose another HDU.`)
  const count = hdu.header.number('TFIELDS') ?? 0
  if (!Number.isInteger(count) || count < 0 || count > MAX_COLUMNS)
    throw refuse(hdu, `TFIELDS is ${count}; the standard allows 0 to ${MAX_COLUMNS}`)
  const rowBytes = hdu.header.number('NAXIS1') ?? 0
  const columns: TableColumn[] = []
  let offset = 0
  for (let n = 1; n <= count; n++) {
    const column = isText ? textColumn(hdu, n) : binaryColumn(hdu, n, offset)
    offset = column.offset + column.width
    if (offset > rowBytes)
      throw refuse(hdu, `the field of TFORM${n} ends at byte ${offset} of rows of ${rowBytes} bytes (NAXIS1)`)
    columns.push(column)
  }
  return columns
}

/** Common to both kinds of tables. */
function described(hdu: Hdu, n: number) {
  const unit = hdu.header.string(`TUNIT${n}`)
  const nullText = hdu.header.string(`TNULL${n}`) ?? hdu.header.valueText(`TNULL${n}`)
  return {
    name: hdu.header.string(`TTYPE${n}`) ?? '',
    format: hdu.header.string(`TFORM${n}`)?.trim() ?? '',
    scale: hdu.header.number(`TSCAL${n}`) ?? 1,
    zero: hdu.header.number(`TZERO${n}`) ?? 0,
    ...(unit === undefined ? {} : { unit }),
    ...(nullText === undefined ? {} : { nullText }),
  }
}

function binaryColumn(hdu: Hdu, n: number, offset: number): TableColumn {
  const common = described(hdu, n)
  const parts = /^(\d{0,9})([PQ]?)([LXBIJKAEDCM])/.exec(common.format)
  if (parts === null) throw refuse(hdu, `TFORM${n} is '${common.format}', which the standard does not know`)
  const repeat = parts[1] === '' ? 1 : Number(parts[1])
  const type = parts[3] as FieldType
  if (parts[2] === 'P' || parts[2] === 'Q') {
    if (repeat > 1) throw refuse(hdu, `TFORM${n} is '${common.format}'; a field holds one descriptor at most`)
    return { ...common, offset, width: repeat * (parts[2] === 'P' ? 8 : 16), type, repeat, descriptor: parts[2] }
  }
  const width = type === 'X' ? Math.ceil(repeat / 8) : repeat * FIELD_BYTES[type]
  const shape = fieldShape(hdu, n, repeat)
  return { ...common, offset, width, type, repeat, ...(shape === undefined ? {} : { shape }) }
}

/** TDIMn = '(a,b,c)', first axis fastest; one that holds more than the field is passed over, as the standard has it. */
function fieldShape(hdu: Hdu, n: number, repeat: number): number[] | undefined {
  const text = hdu.header.string(`TDIM${n}`)?.replaceAll(' ', '')
  const parts = text === undefined ? null : /^\((\d{1,9}(?:,\d{1,9})*)\)$/.exec(text)
  if (parts === null) return undefined
  const shape = parts[1].split(',').map(Number).toReversed()
  return shape.reduce((product, length) => product * length, 1) <= repeat ? shape : undefined
}

/** Text tables (section 7.2): TBCOLn says where the field begins, counted from 1, TFORMn how wide it is. */
function textColumn(hdu: Hdu, n: number): TableColumn {
  const common = described(hdu, n)
  const parts = /^[AIFED](\d{1,9})(?:\.\d+)?$/.exec(common.format)
  const start = hdu.header.number(`TBCOL${n}`)
  if (parts === null) throw refuse(hdu, `TFORM${n} is '${common.format}', which the standard does not know`)
  if (start === undefined || !Number.isInteger(start) || start < 1)
    throw refuse(hdu, `TBCOL${n} is ${hdu.header.valueText(`TBCOL${n}`) ?? 'missing'}, not a column of the text`)
  return { ...common, offset: start - 1, width: Number(parts[1]), repeat: 1 }
}

function refuse(hdu: Hdu, what: string): AppError {
  return new AppError('bad-input', `HDU ${hdu.index}: ${what}. The file is damaged: copy or download it again.`)
}
