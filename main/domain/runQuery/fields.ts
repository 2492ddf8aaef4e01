import { AppError } from '../errors.ts'

/** `moment`: ISO 8601; `list`: of texts. */
export type FieldType = 'number' | 'text' | 'flag' | 'list' | 'moment'

/** What a run can be asked for. */
export interface Field {
  readonly name: string
  readonly type: FieldType
  /** It changes during a training, so that it can be asked for at a step: `psnr@last`. */
  readonly isSeries: boolean
}

/** Where in a training a series is read: at the best validation, at the end, or at the last point up to a step. */
export type FieldPlace = 'best' | 'last' | number

/** A field, and of a series the place; null for fields that have one value. */
export interface FieldRef {
  readonly name: string
  readonly at: FieldPlace | null
}

export type FieldValue = number | string | boolean | readonly string[] | null

/** Names that need no backticks: words and digits, joined by points and hyphens. */
export const PLAIN_NAME = /[A-Za-z_][\w-]*(?:\.[\w-]+)*/

export const fieldRefText = ({ name, at }: FieldRef): string => {
  const isPlain = new RegExp(`^${PLAIN_NAME.source}$`).test(name) && !RESERVED.has(name.toLowerCase())
  return `${isPlain ? name : `\`${name}\``}${at === null ? '' : `@${at}`}`
}

/** Words of the language: a field of such a name stands in backticks. */
export const RESERVED: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'true', 'false', 'null'])

/**
 * The field of a name. The end of a name is enough where only one field ends in it: `blocks` for `network.blocks`.
 * Throws `bad-input`, with names that are near, where there is none, and with the choices where there are several.
 */
export function resolveField<F extends Field>(name: string, fields: readonly F[]): F {
  const wanted = name.toLowerCase()
  const exact = fields.find(field => field.name === name) ?? fields.find(field => field.name.toLowerCase() === wanted)
  if (exact) return exact
  const endings = fields.filter(field => field.name.toLowerCase().endsWith(`.${wanted}`))
  if (endings.length === 1) return endings[0]
  if (endings.length > 1) {
    const choices = endings.map(field => field.name)
    throw new AppError('bad-input', `"${name}" can mean ${listed(choices)}. Write one of them.`, { name, choices })
  }
  const near = nearest(wanted, fields)
  const hint = near.length > 0 ? ` Did you mean ${listed(near)}?` : ''
  throw new AppError('bad-input', `There is no field "${name}".${hint}`, { name, choices: near })
}

/** The field with its place; a series without one is read at the best validation. */
export function placedField(field: Field, at: FieldPlace | null): FieldRef {
  if (at !== null && !field.isSeries) {
    throw new AppError('bad-input', `${field.name} has one value a run: leave out "@${at}".`, { name: field.name })
  }
  return { name: field.name, at: field.isSeries ? (at ?? 'best') : null }
}

/** `psnr`, `psnr@last`, `psnr@1000`, `network.blocks`: a column or an order as people write it. */
export function parseFieldRef(text: string, fields: readonly Field[]): FieldRef {
  const match = /^(?:`(?<quoted>[^`]+)`|(?<plain>[^`@]+))(?:@(?<at>best|last|\d+))?$/.exec(text.trim())
  const { quoted, plain, at } = match?.groups ?? {}
  const name = quoted ?? plain
  if (name === undefined) {
    throw new AppError('bad-input', `"${text}" is no field. Write its name, and of a series @best, @last or @STEP.`, {
      text,
    })
  }
  return placedField(resolveField(name, fields), at === undefined ? null : placeOf(at))
}

export const placeOf = (text: string): FieldPlace => (text === 'best' || text === 'last' ? text : Number(text))

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 4)
  return shown.length === 1 ? shown[0] : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`
}

/** Names within two typing errors of the one that was written, the nearest first. */
function nearest(wanted: string, fields: readonly Field[]): string[] {
  return fields
    .map(({ name }) => {
      const last = name.slice(name.lastIndexOf('.') + 1)
      const distance = Math.min(...[name, last].map(known => editDistance(wanted, known.toLowerCase())))
      return { name, distance }
    })
    .filter(({ name, distance }) => distance <= Math.min(2, Math.floor(name.length / 2)))
    .sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name))
    .slice(0, 3)
    .map(({ name }) => name)
}

/** Insertions, deletions and replacements that turn one word into the other (Levenshtein 1966). */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    row = next
  }
  return row[b.length]
}
