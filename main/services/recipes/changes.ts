import type { z } from 'zod'
import { classifierSchema, classifierSettingsSchema } from '../../contract/classifiers.ts'
import { adversarialSettingsSchema, discriminatorSchema } from '../../contract/losses.ts'
import { networkChangesSchema } from '../../contract/networks.ts'
import type { Recipe, RecipeStage } from '../../contract/recipes.ts'
import { trainingSettingsSchema } from '../../contract/trainingSettings.ts'
import { AppError } from '../../domain/errors.ts'

/** What of a stage can be changed, by the name of its part. */
export interface StageChanges {
  readonly network: Readonly<Record<string, unknown>>
  readonly settings: Readonly<Record<string, unknown>>
  readonly adversarial: Readonly<Record<string, unknown>>
  readonly discriminator: Readonly<Record<string, unknown>>
  readonly classifier: Readonly<Record<string, unknown>>
}

type Part = keyof StageChanges

export const noChanges: StageChanges = { network: {}, settings: {}, adversarial: {}, discriminator: {}, classifier: {} }

/** Short names of fields that are changed often. */
const shortNames: Readonly<Record<string, string>> = { rate: 'learningRate', batch: 'batchSize', loss: 'loss' }

/** The field that a name, short or not, stands for. */
export const fieldOf = (name: string): string => shortNames[name] ?? name

type Shape = Readonly<Record<string, z.ZodType>>

const classifierShape: Shape = Object.assign({}, ...classifierSchema.options.map(option => option.shape))

/** The parts that a stage has, each with the schemas of its fields. */
function partsOf(stage: RecipeStage): readonly (readonly [Part, Shape])[] {
  if (stage.task === 'classify') {
    return [
      ['classifier', classifierShape],
      ['settings', classifierSettingsSchema.shape],
    ]
  }
  return [
    ['network', networkChangesSchema.shape],
    ['settings', trainingSettingsSchema.shape],
    ...(stage.task === 'adversarial'
      ? ([
          ['adversarial', adversarialSettingsSchema.shape],
          ['discriminator', discriminatorSchema.shape],
        ] as const)
      : []),
  ]
}

/** `[stage.][part.]field`. A field without a stage is changed in every stage that has it. */
interface FieldPath {
  readonly stage: string | undefined
  readonly part: string | undefined
  readonly field: string
}

function parsePath(path: string, recipe: Recipe): FieldPath {
  const names = path.split('.')
  const last = names.pop() ?? ''
  const field = fieldOf(last)
  const stage = recipe.stages.some(({ id }) => id === names[0]) ? names.shift() : undefined
  const part = names.shift()
  // More names than stage, part and field: no field is called so.
  return { stage, part, field: [...names, field].join('.') }
}

/** The stages that a path names a field of, and where in each it stands. */
function placesOf(recipe: Recipe, path: string) {
  const wanted = parsePath(path, recipe)
  return recipe.stages.flatMap(stage => {
    if (wanted.stage !== undefined && wanted.stage !== stage.id) return []
    const found = partsOf(stage).find(
      ([part, shape]) => (wanted.part === undefined || wanted.part === part) && wanted.field in shape,
    )
    return found ? [{ stage: stage.id, part: found[0], field: wanted.field, schema: found[1][wanted.field] }] : []
  })
}

/** Those changes whose fields the recipe has: of several recipes that are changed together, not all have each. */
export function ownChanges(recipe: Recipe, changes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(changes).filter(([path]) => hasField(recipe, path)))
}

export function hasField(recipe: Recipe, path: string): boolean {
  return placesOf(recipe, path).length > 0
}

/**
 * Changed fields by stage.
 * @param changes values by path: `epochs`, `network.blocks`, `denoiser.settings.epochs`; `rate` and `batch` for short
 * Errors: `bad-input` that names a field which no stage has, or a value that a field cannot have.
 */
export function stageChanges(recipe: Recipe, changes: Readonly<Record<string, unknown>>): Map<string, StageChanges> {
  const byStage = new Map<string, StageChanges>(recipe.stages.map(stage => [stage.id, noChanges]))
  for (const [path, value] of Object.entries(changes)) {
    const places = placesOf(recipe, path)
    if (places.length === 0) throw unknownField(path, recipe)
    for (const { stage, part, field, schema } of places) {
      const before = byStage.get(stage) ?? noChanges
      const checked = checkedValue(path, value, schema)
      byStage.set(stage, { ...before, [part]: { ...before[part], [field]: checked } })
    }
  }
  return byStage
}

function checkedValue(path: string, value: unknown, schema: z.ZodType): unknown {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const problem = parsed.error.issues.map(issue => issue.message).join('; ')
  throw new AppError('bad-input', `${path} cannot be ${JSON.stringify(value)}: ${problem}.`, { field: path, value })
}

function unknownField(path: string, recipe: Recipe): AppError {
  const fields = recipe.stages.flatMap(stage => partsOf(stage).flatMap(([, shape]) => Object.keys(shape)))
  const known = [...new Set(fields)].sort().join(', ')
  const stages = recipe.stages.length > 1 ? ` Stages: ${recipe.stages.map(({ id }) => id).join(', ')}.` : ''
  return new AppError('bad-input', `The recipe "${recipe.id}" has no field "${path}". Fields: ${known}.${stages}`, {
    field: path,
  })
}
