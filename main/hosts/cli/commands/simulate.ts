import { readFile } from 'node:fs/promises'
import { InvalidArgumentError, Option } from 'commander'
import type { SubarcClient } from '../../../contract/client.ts'
import {
  type Simulation,
  type SubstructureKind,
  simulationSchema,
  substructureKindSchema,
} from '../../../contract/simulate.ts'
import { AppError } from '../../../domain/errors.ts'
import { type CommonOptions, subarcCommand, wholeNumber, workspaceAction } from '../command.ts'
import { formatTable, print, printJson } from '../output.ts'
import { followJob } from '../progress.ts'
import { type Change, changed, parseChange } from './simulationChanges.ts'

interface SimulateOptions extends CommonOptions {
  readonly preset: string
  readonly config?: string
  readonly instrument?: string
  readonly kind?: SubstructureKind
  readonly products?: Simulation['products']
  readonly set: readonly Change[]
  readonly printConfig?: boolean
  readonly list?: boolean
  readonly name?: string
  readonly count: number
  readonly seed: number
}

function changeOption(text: string, before: readonly Change[]): Change[] {
  const change = parseChange(text)
  if (change === undefined) {
    throw new InvalidArgumentError('Give path=value, such as deflectors.0.slope=2.1 or lr.psf.fwhmArcsec=0.5..0.9.')
  }
  return [...before, change]
}

export const simulateCommand = () =>
  subarcCommand('simulate', 'simulate a dataset of lenses')
    .option('--preset <id>', 'where to start from; `--list` shows them', 'ground-to-space')
    .option('--config <file>', 'start from a JSON file instead, as `--print-config` writes it')
    .option('--instrument <id>', 'through this instrument; `--list` shows them')
    .addOption(
      new Option('--kind <kind>', 'substructure of the lenses; classes: each in turn, labelled').choices(
        substructureKindSchema.options,
      ),
    )
    .addOption(
      new Option('--products <what>', 'LR and HR, or single images by the HR camera').choices(
        simulationSchema.shape.products.options,
      ),
    )
    .option(
      '--set <path=value>',
      'any parameter, as often as needed: a number, a range 1..2, a normal 1+-0.1, a decade range 1e3~1e4, text or JSON',
      changeOption,
      [],
    )
    .option('-n, --count <n>', 'number of lenses', wholeNumber, 160)
    .option('--seed <n>', 'seed', wholeNumber, 0)
    .option('--name <name>', 'name of the dataset')
    .option('--print-config', 'print the parameters as JSON and make nothing')
    .option('--list', 'list presets and instruments')
    .action(
      workspaceAction<SimulateOptions>(async ({ client }, options) => {
        if (options.list === true || options.preset === 'list') return list(client, options.json === true)
        const { title, simulation } = await wantedSimulation(client, options)
        if (options.printConfig) return printJson(simulation)
        const { count, seed, name = `${title}, seed ${seed}` } = options
        const { job, datasetId } = await client.simulate.start({ name, simulation, count, seed })
        await followJob(client, job, options.json)
        const dataset = await client.datasets.get({ id: datasetId })
        if (options.json) return printJson(dataset)
        print(`${dataset.name}: ${dataset.samples} ${dataset.paired ? 'pairs' : 'images'} (${datasetId})`)
      }),
    )

async function list(client: SubarcClient, json: boolean): Promise<void> {
  const presets = await client.simulate.presets()
  const instruments = await client.simulate.instruments()
  if (json) return printJson({ presets, instruments })
  print(
    formatTable(presets, [
      { title: 'preset', value: preset => preset.id },
      { title: 'what', value: preset => `${preset.title}: ${preset.description}` },
    ]),
  )
  print('')
  print(
    formatTable(instruments, [
      { title: 'instrument', value: instrument => instrument.id },
      { title: 'pixel, "', value: instrument => String(instrument.pixelScaleArcsec), align: 'right' },
      { title: 'title', value: instrument => instrument.title },
      { title: 'source', value: instrument => instrument.source },
    ]),
  )
}

/** What the options ask for: a preset or a file, then instrument and kind, then single parameters. */
async function wantedSimulation(
  client: SubarcClient,
  options: SimulateOptions,
): Promise<{ title: string; simulation: Simulation }> {
  const { preset, config, instrument, kind, products, set } = options
  const start = config === undefined ? await presetOf(client, preset) : await readConfig(config)
  const asked = products === undefined ? start.simulation : { ...start.simulation, products }
  const simulation =
    instrument === undefined && kind === undefined
      ? asked
      : await client.simulate.adapt({
          simulation: asked,
          ...(instrument !== undefined && { instrument }),
          ...(kind !== undefined && { kind }),
        })
  return { title: start.title, simulation: checked(changed(simulation, set), 'The parameters') }
}

async function presetOf(client: SubarcClient, id: string): Promise<{ title: string; simulation: Simulation }> {
  const presets = await client.simulate.presets()
  const found = presets.find(preset => preset.id === id)
  if (found !== undefined) return found
  throw new AppError('not-found', `There is no preset '${id}'. Known: ${presets.map(one => one.id).join(', ')}.`, {
    preset: id,
  })
}

async function readConfig(path: string): Promise<{ title: string; simulation: Simulation }> {
  let json: unknown
  try {
    json = JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    throw new AppError('bad-input', `${path} could not be read as JSON: ${String(error)}`, { path }, error)
  }
  return { title: 'Simulated lenses', simulation: checked(json, path) }
}

/** The parameters if all are known and possible; else `bad-input` with each that is not, by its path. */
function checked(value: unknown, what: string): Simulation {
  const parsed = simulationSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'all'}: ${message}`)
  throw new AppError('bad-input', `${what} make no simulation. ${problems.join('. ')}`, { problems })
}

/** Starts the simulation of a preset's sample. */
export async function startSimulation(
  client: SubarcClient,
  { preset, count, seed }: { preset: string; count: number; seed: number },
) {
  const { title, simulation } = await presetOf(client, preset)
  return client.simulate.start({ name: `${title}, seed ${seed}`, simulation, count, seed })
}
