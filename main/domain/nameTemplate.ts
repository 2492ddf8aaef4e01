/** What a template for the names of products can hold, and what it stands for. */
export const NAME_FIELDS = {
  name: "the image's own name, without its ending",
  index: 'its number among the images, from 1',
  run: 'name of the run',
  runid: 'id of the run',
  checkpoint: 'best or last',
  factor: 'pixels to an input pixel, a side',
  date: 'day of the start (UTC), 2026-03-14',
} as const
export type NameField = keyof typeof NAME_FIELDS

export const FIRST_NAME_TEMPLATE = '{name}_sr'

/** Leaves room for a number and an ending within the 255 bytes that a file's name may have. */
const MAX_NAME = 200

/** Names that Windows keeps for its devices, whatever the ending. */
const DEVICE_NAME = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/** What is wrong with a template, or null. A name never leaves its folder, on any system. */
export function templateProblem(template: string): string | null {
  const known = Object.keys(NAME_FIELDS)
  const fields = [...template.matchAll(/\{([^{}]*)\}/g)].map(match => match[1])
  const unknown = fields.find(field => !known.includes(field))
  const rest = template.replace(/\{[^{}]*\}/g, '')
  if (unknown !== undefined)
    return `{${unknown}} is not known. There are ${known.map(field => `{${field}}`).join(', ')}.`
  if (/[{}]/.test(rest)) return 'Every { needs its }.'
  if (/[/\\:*?"<>|\p{Cc}]/u.test(rest)) return 'A name has none of the characters / \\ : * ? " < > |.'
  if (/^[. ]|[. ]$/.test(template)) return 'A name neither begins nor ends with a dot or a blank.'
  if (template.length > MAX_NAME) return `A template has at most ${MAX_NAME} characters.`
  if (!fields.includes('name') && !fields.includes('index'))
    return 'The template needs {name} or {index}, so that all names differ.'
  return null
}

/** A file's name without its ending. The values must be plain names themselves; `templateProblem` must have found nothing. */
export function fillTemplate(template: string, values: Readonly<Record<NameField, string>>): string {
  const filled = template.replace(/\{(\w+)\}/g, (_, field: NameField) => values[field]).slice(0, MAX_NAME)
  const name = filled.replace(/[. ]+$/, '')
  return DEVICE_NAME.test(name) ? `_${name}` : name
}
