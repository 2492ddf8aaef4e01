import { AppError } from '../../../domain/errors.ts'

/** One parameter by its path, and what it becomes. */
export interface Change {
  readonly path: readonly string[]
  readonly value: unknown
}

const number = '([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)'
const forms = {
  number: new RegExp(`^${number}$`),
  range: new RegExp(`^${number}\\.\\.${number}$`),
  normal: new RegExp(`^${number}\\+-${number}$`),
  decades: new RegExp(`^${number}~${number}$`),
}

/**
 * `path=value` of the command line: 1.5, an even range 1..2, a normal 1+-0.1, a range even in the logarithm 1e3~1e4, JSON, or
 * else a text. Undefined where there is no path.
 */
export function parseChange(text: string): Change | undefined {
  const at = text.indexOf('=')
  if (at < 1) return undefined
  return { path: text.slice(0, at).split('.'), value: parseValue(text.slice(at + 1)) }
}

function parseValue(text: string): unknown {
  const pair = (form: RegExp): [number, number] | undefined => {
    const found = form.exec(text)
    return found === null ? undefined : [Number(found[1]), Number(found[2])]
  }
  if (forms.number.test(text)) return Number(text)
  const range = pair(forms.range)
  if (range) return { min: range[0], max: range[1] }
  const normal = pair(forms.normal)
  if (normal) return { mean: normal[0], sigma: normal[1] }
  const decades = pair(forms.decades)
  if (decades) return { log10Min: Math.log10(decades[0]), log10Max: Math.log10(decades[1]) }
  if (!/^[[{]/.test(text)) return text
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new AppError('bad-input', `${text} is no JSON: ${String(error)}`, {}, error)
  }
}

/**
 * A copy with the changes made. A list takes one more member at the number after its last. Throws `bad-input` for a path
 * that leads nowhere; whether the value may stand is the schema's to say.
 */
export function changed(value: unknown, changes: readonly Change[]): unknown {
  return changes.reduce((current, { path, value: wanted }) => withChange(current, path, wanted, path), value)
}

function withChange(value: unknown, path: readonly string[], wanted: unknown, whole: readonly string[]): unknown {
  const [key, ...rest] = path
  if (key === undefined) return wanted
  if (Array.isArray(value)) {
    const at = Number(key)
    if (!Number.isInteger(at) || at < 0 || at > value.length) throw nowhere(whole, value.keys())
    return [...value.slice(0, at), withChange(value[at], rest, wanted, whole), ...value.slice(at + 1)]
  }
  if (typeof value !== 'object' || value === null || !(key in value)) {
    throw nowhere(whole, typeof value === 'object' && value !== null ? Object.keys(value) : [])
  }
  return { ...value, [key]: withChange((value as Record<string, unknown>)[key], rest, wanted, whole) }
}

function nowhere(path: readonly string[], known: Iterable<string | number>): AppError {
  const names = [...known].join(', ')
  return new AppError(
    'bad-input',
    `There is no parameter ${path.join('.')}${names === '' ? '' : `; there are ${names}`}. --print-config shows all.`,
    { path: path.join('.') },
  )
}
