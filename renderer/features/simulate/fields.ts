import { z } from 'zod'
import { type QuantityMeta, quantities } from '../../../main/contract/draw.ts'
import { t } from '../../text/t.ts'

/** A field of the form, as the contract's schema describes it. */
export type PartField =
  | ({ readonly kind: 'draw'; readonly key: string } & QuantityMeta)
  | ({ readonly kind: 'number'; readonly key: string; readonly integer: boolean } & QuantityMeta)
  | { readonly kind: 'text'; readonly key: string; readonly label: string; readonly helper?: string }
  | { readonly kind: 'choice'; readonly key: string; readonly label: string; readonly options: readonly string[] }

const textLabels: Readonly<Record<string, string>> = {
  file: t.simulate.fileFITSOrNPY,
  label: t.simulate.labelOfTheClass,
}
const choiceLabels: Readonly<Record<string, string>> = { countRule: t.simulate.number }

/** The numbers, texts and choices of a part in the schema's order; what is a part of its own has none here. */
export function fieldsOf(schema: z.ZodObject): PartField[] {
  return Object.entries(schema.shape).flatMap(([key, entry]): PartField[] => {
    const meta = entry instanceof z.ZodType ? quantities.get(entry) : undefined
    if (meta !== undefined) {
      return entry instanceof z.ZodNumber
        ? [{ kind: 'number', key, integer: entry.isInt, ...meta }]
        : [{ kind: 'draw', key, ...meta }]
    }
    if (entry instanceof z.ZodString) return [{ kind: 'text', key, label: textLabels[key] ?? key }]
    if (entry instanceof z.ZodEnum && key in choiceLabels) {
      return [{ kind: 'choice', key, label: choiceLabels[key] ?? key, options: entry.options.map(String) }]
    }
    return []
  })
}
