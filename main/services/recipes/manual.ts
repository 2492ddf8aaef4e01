import { classifierSettingsSchema } from '../../contract/classifiers.ts'
import { type Field, fieldsOf } from '../../contract/fields.ts'
import { adversarialSettingsSchema, discriminatorSchema } from '../../contract/losses.ts'
import { networkChangesSchema } from '../../contract/networks.ts'
import { type Recipe, type RecipeStage, recipeSchema, stageUseSchema } from '../../contract/recipes.ts'
import { trainingSettingsSchema } from '../../contract/trainingSettings.ts'

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

const NAMES = { record: 'a record', text: 'text', list: 'a list' } as const

function kindOf(field: Field): string {
  if (field.kind === 'choice') return field.choices.map(choice => `\`${choice}\``).join(', ')
  if (field.kind === 'switch') return 'true or false'
  if (field.kind !== 'number') return NAMES[field.kind]
  const number = field.integer ? 'whole number' : 'number'
  const ends = [
    ...(field.min === undefined ? [] : [`from ${field.min}`]),
    ...(field.max === undefined ? [] : [`to ${field.max}`]),
  ]
  return [number, ...ends, ...(field.unit === undefined ? [] : [`(${field.unit})`])].join(' ')
}

function fieldTable(fields: readonly Field[]): string {
  const rows = fields.map(
    field => `| \`${field.key}\` | ${cell(field.label)} | ${cell(kindOf(field))} | ${cell(field.about ?? '')} |`,
  )
  return ['| field | | values | |', '|---|---|---|---|', ...rows].join('\n')
}

/** '`blocks` 10, `channels` 64': the reasons stand in the record, and beneath each field in the window. */
const valuesText = (record: object): string =>
  Object.entries(record)
    .flatMap(([key, value]) => (value === undefined || key === 'seed' ? [] : [`\`${key}\` ${plain(value)}`]))
    .join(', ')

function plain(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plain).join('; ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  return `(${Object.entries(value)
    .map(([key, inner]) => `${key} ${plain(inner)}`)
    .join(', ')})`
}

function stageValues(stage: RecipeStage): string {
  const lines =
    stage.task === 'classify'
      ? [`- Classifier: ${valuesText(stage.classifier)}`]
      : [`- Network: ${valuesText(stage.network)}`]
  if (stage.task === 'adversarial') {
    lines.push(`- Discriminator: ${valuesText(stage.discriminator)}`, `- Against it: ${valuesText(stage.adversarial)}`)
  }
  lines.push(`- Settings: ${valuesText(stage.settings)}`)
  const { leastSteps } = stage.task === 'classify' ? stage : {}
  if (leastSteps !== undefined) lines.push(`- At least ${leastSteps} steps: on few images as many epochs as make them`)
  return lines.join('\n')
}

function stageChapter(stage: RecipeStage, several: boolean): string {
  const uses = stage.from.map(use => `${use.as} of stage \`${use.stage}\``)
  const facts = [`task: ${stage.task}`, ...(stage.data === null ? [] : [`the study's data: ${stage.data}`]), ...uses]
  return [
    ...(several ? [`#### Stage \`${stage.id}\`: ${stage.title}`] : []),
    `${facts.join('; ')}.`,
    stageValues(stage),
  ].join('\n\n')
}

function chapter(recipe: Recipe): string {
  const { id, title, description, form, row, counterpart, published, differs, split, metrics } = recipe
  const facts = [
    `Form: ${form}`,
    ...(row === null ? [] : [`row of the study: ${row}`]),
    ...(counterpart === null ? [] : [`other form: \`${counterpart}\``]),
    `split: ${split.train} : ${split.validation} : ${split.test}`,
    `metrics: ${metrics.join(', ')}`,
  ]
  const scores = Object.entries(published ?? {}).map(([metric, value]) => `${metric} ${value}`)
  return [
    `### \`${id}\`: ${title}`,
    description,
    `${facts.join('; ')}.`,
    ...(scores.length === 0 ? [] : [`Published scores, of all images: ${scores.join(', ')}.`]),
    ...(differs.length === 0
      ? []
      : [
          `Where it departs from the study:\n\n${differs
            .map(({ flaw, text }) => `- ${flaw === null ? '' : `(flaw ${flaw}) `}${text}`)
            .join('\n')}`,
        ]),
    ...recipe.stages.map(stage => stageChapter(stage, recipe.stages.length > 1)),
  ].join('\n\n')
}

/** Of a form that is chosen together with its recipes: one line each. */
function overview(recipes: readonly Recipe[]): string {
  const rows = recipes.map(
    ({ id, title, form, stages }) => `| \`${id}\` | ${cell(title)} | ${form} | ${stages.map(s => s.id).join(', ')} |`,
  )
  return ['| id | | form | stages |', '|---|---|---|---|', ...rows].join('\n')
}

/** The manual of recipes, in Markdown, from their schemas and records: docs/recipes.md. */
export function recipeManual(recipes: readonly Recipe[]): string {
  return `${[
    '# Recipes',
    'Made from the schemas and the records themselves; a test holds it to them (`vitest run test/main/services/recipes/manual.test.ts -u` writes it anew).',
    `A recipe is a JSON record that holds all of a training but the data and the device: what data it needs, its stages in order, each with network, losses,
schedule and augmentation, and the metrics. \`subarc recipes\` lists those that come with Subarc, \`subarc recipes show <id>\` prints one. Change it and save
it, and \`subarc train <dataset> --recipe mine.json\` trains by it. Single fields are changed without a file: \`--set epochs=20\`, of one stage
\`--set denoiser.epochs=20\`, of one part \`--set network.channels=16\`; \`rate\` and \`batch\` stand for \`learningRate\` and \`batchSize\`.`,
    `A recipe of several stages is one start, in the window and on the command line: the stages are queued, each takes over the weights of those before it,
and the run records whose. \`--on <stage>=<dataset>\` trains a stage on another dataset, \`--from <stage>=<run>\` takes a run for it. After an interruption
\`subarc continue <group>\` goes on where it stood. \`subarc sweep\` tries many values of any of these fields.`,
    `"published" repeats the study "DeepLense_SR" (A. Shankar 2024), "corrected" trains the same network as it should be. Numbers of corrected and best recipes
were measured on simulated lenses where it is said so; on the study's own datasets none of them is verified, for these were not to be had here.`,
    '## The record',
    fieldTable(fieldsOf(recipeSchema)),
    'What a stage takes over of an earlier one (`from`):',
    fieldTable(fieldsOf(stageUseSchema)),
    '### Network',
    fieldTable(fieldsOf(networkChangesSchema)),
    '### Settings',
    fieldTable(fieldsOf(trainingSettingsSchema)),
    '### Against a discriminator',
    fieldTable([...fieldsOf(adversarialSettingsSchema), ...fieldsOf(discriminatorSchema)]),
    '### Settings of a classifier',
    fieldTable(fieldsOf(classifierSettingsSchema)),
    '## The recipes',
    overview(recipes),
    ...recipes.map(chapter),
  ].join('\n\n')}\n`
}
