import { AppError } from '../domain/errors.ts'

/** The most text that is taken for a table of labels. */
const MOST_CHARACTERS = 50_000_000

/**
 * Rows of a table as RFC 4180 has them: fields with commas, quotes or line ends in double quotes, inner quotes doubled. Empty
 * lines are left out, a byte order mark too; fields are trimmed. Semicolons or tabs separate where the first line has no comma.
 * Throws `bad-input` for a quote that is not closed.
 */
export function parseCsv(text: string): string[][] {
  if (text.length > MOST_CHARACTERS) throw new AppError('bad-input', 'This table is too large for one of labels.', {})
  const source = text.startsWith('\ufeff') ? text.slice(1) : text
  const separator = separatorOf(source.slice(0, source.search(/\r?\n|$/)))
  const rows: string[][] = []
  let [row, field, isQuoted]: [string[], string, boolean] = [[], '', false]
  const endField = () => {
    row.push(field.trim())
    field = ''
  }
  const endRow = () => {
    endField()
    if (row.some(value => value !== '')) rows.push(row)
    row = []
  }
  for (let i = 0; i < source.length; i++) {
    const character = source[i]
    if (isQuoted) {
      if (character !== '"') field += character
      else if (source[i + 1] === '"') field += source[i++]
      else isQuoted = false
    } else if (character === '"' && field.trim() === '') {
      field = ''
      isQuoted = true
    } else if (character === separator) endField()
    else if (character === '\n') endRow()
    else field += character
  }
  if (isQuoted) throw new AppError('bad-input', `A quote in line ${rows.length + 1} of the table is not closed.`, {})
  endRow()
  return rows
}

const separatorOf = (line: string): string => [',', '\t', ';'].find(separator => line.includes(separator)) ?? ','
