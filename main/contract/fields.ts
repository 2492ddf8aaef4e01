import { z } from 'zod'

/** What a form, a command line and the documentation must know of one value. */
export type Field = { readonly key: string; readonly label: string; readonly about?: string } & (
  | {
      readonly kind: 'number'
      readonly unit?: string
      readonly min?: number
      readonly max?: number
      readonly integer?: boolean
      /** Empty is an answer: off. */
      readonly optional?: boolean
    }
  | { readonly kind: 'switch' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'text' }
  | { readonly kind: 'list' }
  /** Has fields of its own. */
  | { readonly kind: 'record' }
)

/** A limit that is not itself allowed is shown as a value this much inside. */
const INSIDE = 1e-9

interface JsonSchema {
  readonly type?: string
  readonly title?: string
  readonly description?: string
  readonly unit?: string
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly maximum?: number
  readonly exclusiveMaximum?: number
  readonly anyOf?: readonly JsonSchema[]
  readonly enum?: readonly string[]
  readonly const?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
}

/** The fields of an object's schema, in its order. */
export function fieldsOf(schema: z.ZodType): Field[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'output' }) as JsonSchema
  return Object.entries(properties).map(([key, value]) => field(key, value, !required.includes(key)))
}

function field(key: string, whole: JsonSchema, optional: boolean): Field {
  const schema = withoutNull(whole)
  const { title = words(key), description, unit, type } = schema
  const maximum =
    schema.maximum ?? (schema.exclusiveMaximum === undefined ? undefined : schema.exclusiveMaximum - INSIDE)
  const named = { key, label: title, ...(description !== undefined && { about: description }) }
  if (schema.enum !== undefined) return { ...named, kind: 'choice', choices: schema.enum }
  if (schema.const !== undefined) return { ...named, kind: 'choice', choices: [schema.const] }
  if (type === 'boolean') return { ...named, kind: 'switch' }
  if (type === 'string') return { ...named, kind: 'text' }
  if (type === 'array') return { ...named, kind: 'list' }
  if (type !== 'number' && type !== 'integer') return { ...named, kind: 'record' }
  const min = schema.minimum ?? (schema.exclusiveMinimum === undefined ? undefined : INSIDE)
  return {
    ...named,
    kind: 'number',
    ...(unit !== undefined && { unit }),
    ...(min !== undefined && { min }),
    // zod gives whole numbers the largest safe one: that is no limit for a form.
    ...(maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER && { max: maximum }),
    ...(type === 'integer' && { integer: true }),
    ...(optional && { optional: true }),
  }
}

/** What a value is where it is not null; a choice between records stays what it is. */
function withoutNull(schema: JsonSchema): JsonSchema {
  const others = schema.anyOf?.filter(option => option.type !== 'null') ?? []
  return others.length === 1 ? { ...others[0], ...schema } : schema
}

/** 'windowSize': 'Window size'. */
function words(key: string): string {
  const spaced = key.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}
