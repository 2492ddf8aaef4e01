import { type Command, Option } from 'commander'
import type { SubarcClient } from '../../../contract/client.ts'
import type { Axis, GroupDetail, GroupRow } from '../../../contract/groups.ts'
import type { Job } from '../../../contract/jobs.ts'
import { type CommonOptions, subarcCommand, wholeNumber, workspaceAction } from '../command.ts'
import { collectChange, collectGrid, collectId, collectRange } from '../fields.ts'
import { type Column, fixed, formatSeconds, formatTable, note, print, printJson } from '../output.ts'
import { followJob } from '../progress.ts'
import { recipeOption } from '../recipeFile.ts'

const valueText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null))

const scoreText = (score: GroupRow['psnr'], digits: number): string =>
  score === null
    ? '-'
    : score.spread === null
      ? fixed(score.mean, digits)
      : `${fixed(score.mean, digits)} +- ${fixed(score.spread, digits)}`

/** One line a combination, best first. */
export function sweepTable({ fields, summary }: GroupDetail): string {
  const columns: Column<GroupRow>[] = [
    ...fields.map(field => ({ title: field, value: (row: GroupRow) => valueText(row.changes[field]) })),
    { title: 'runs done', value: r => `${r.done} of ${r.of}`, align: 'right' },
    { title: 'PSNR (dB)', value: r => scoreText(r.psnr, 2), align: 'right' },
    { title: 'SSIM', value: r => scoreText(r.ssim, 4), align: 'right' },
    ...(summary.some(row => row.accuracy)
      ? [{ title: 'accuracy', value: (r: GroupRow) => scoreText(r.accuracy, 3), align: 'right' as const }]
      : []),
    { title: 'seconds a run', value: r => formatSeconds(r.seconds), align: 'right' },
    { title: 'run', value: r => r.runIds[0] ?? '-' },
  ]
  return formatTable(summary, columns)
}

function stageTable({ trials }: GroupDetail): string {
  const members = trials.flatMap(trial => trial.members)
  return formatTable(members, [
    { title: 'stage', value: m => m.stage },
    { title: 'what', value: m => m.title },
    { title: 'status', value: m => m.status },
    { title: 'PSNR (dB)', value: m => fixed(m.best?.psnr, 2), align: 'right' },
    { title: 'SSIM', value: m => fixed(m.best?.ssim, 4), align: 'right' },
    { title: 'accuracy', value: m => fixed(m.accuracy, 3), align: 'right' },
    { title: 'run', value: m => m.runId ?? '-' },
  ])
}

/** Its stages, or what its combinations came to. */
function printGroup(group: GroupDetail): void {
  print(`${group.name} (${group.id}): ${group.status}, ${group.done} of ${group.runs} runs done`)
  if (group.error) print(group.error.message)
  print('')
  print(group.kind === 'recipe' ? stageTable(group) : sweepTable(group))
}

/** Follows a group to its end and prints what it came to, also where a part of it failed. */
export async function followGroup(
  client: SubarcClient,
  { job, groupId }: { job: Job; groupId: string },
  json: boolean | undefined,
): Promise<GroupDetail> {
  let failure: unknown
  await followJob(client, job, json).catch(error => {
    failure = error
  })
  const group = await client.groups.get({ id: groupId })
  if (failure !== undefined) {
    if (!json) printGroup(group)
    throw failure
  }
  if (json) printJson(group)
  else printGroup(group)
  return group
}

interface SweepOptions extends CommonOptions {
  readonly recipe: string
  readonly set?: Record<string, unknown>
  readonly grid: Axis[]
  readonly range: Axis[]
  readonly random?: number
  readonly drawSeed: number
  readonly seeds: number
  readonly on?: Record<string, string>
  readonly from?: Record<string, string>
  readonly device?: string
  readonly name?: string
  readonly plan?: boolean
  readonly ignoreMemory?: boolean
}

const sweepCommand = () =>
  subarcCommand(
    'sweep',
    'train a recipe with many values of its fields and several seeds, as one queue with one summary',
  )
    .argument('<dataset>', 'id of the dataset')
    .option('--recipe <id|file>', 'a recipe of `subarc recipes`, or a file', 'quick')
    .option('--grid <field=values>', 'values of a field: network.blocks=2,4 (repeat for more fields)', collectGrid, [])
    .option('--range <field=low:high>', 'with --random: any value between two', collectRange, [])
    .option('--random <n>', 'so many draws instead of all combinations', wholeNumber)
    .option('--draw-seed <n>', 'seed of the draws', wholeNumber, 0)
    .option('--seeds <n>', 'so many seeds of each combination', wholeNumber, 1)
    .option('--set <field=value>', 'another value than the recipe has, for all', collectChange)
    .option('--on <stage=dataset>', 'another dataset for a stage', collectId)
    .option('--from <stage=run>', 'a run that stands for a stage', collectId)
    .option('--device <id>', 'device')
    .option('--name <name>', 'name of the sweep')
    .option('--plan', 'print what would be trained, and stop there')
    .option('--ignore-memory', 'start even where the memory that is free would not do')
    .action(
      workspaceAction<SweepOptions>(async ({ client }, options, [datasetId]) => {
        const { json, grid, range, random, drawSeed, seeds, device, name, ignoreMemory } = options
        const { set = {}, on = {}, from = {} } = options
        const request = {
          datasetId,
          ...(await recipeOption(options.recipe)),
          ...{ changes: set, datasets: on, parents: from },
          ...{ axes: [...grid, ...range], random: random ?? null, drawSeed, seeds },
          ...(device !== undefined && { device }),
          ...(name !== undefined && { name }),
          ...(ignoreMemory && { ignoreMemory }),
        }
        if (options.plan) {
          const plan = await client.groups.planSweep(request)
          if (json) return printJson(plan)
          print(`${plan.runs} runs: ${plan.combinations.length} combinations, seeds ${plan.seeds.join(', ')}`)
          for (const combination of plan.combinations) {
            const values = Object.entries(combination).map(([field, value]) => `${field} ${valueText(value)}`)
            print(`  ${values.join(', ')}`)
          }
          return
        }
        await followGroup(client, await client.groups.startSweep(request), json)
      }),
    )

const groupsCommand = () =>
  subarcCommand('groups', 'list sweeps and recipes of several stages; with an id, show one')
    .argument('[group]', 'id of the group')
    .addOption(new Option('--forget', 'forget it; its runs stay'))
    .action(
      workspaceAction<CommonOptions & { forget?: boolean }>(async ({ client }, { json, forget }, [id]) => {
        if (id !== undefined) {
          if (forget) {
            const removed = await client.groups.remove({ id })
            if (json) printJson(removed)
            else note(removed.removed ? `Forgotten: ${id}` : `There is no group ${id}.`)
            return
          }
          const group = await client.groups.get({ id })
          if (json) printJson(group)
          else printGroup(group)
          return
        }
        const groups = await client.groups.list()
        if (json) return printJson(groups)
        print(
          formatTable(groups, [
            { title: 'id', value: g => g.id },
            { title: 'kind', value: g => g.kind },
            { title: 'name', value: g => g.name },
            { title: 'status', value: g => g.status },
            { title: 'recipe', value: g => g.recipeTitle },
            { title: 'runs done', value: g => `${g.done} of ${g.runs}`, align: 'right' },
          ]),
        )
      }),
    )

export const groupCommands = (): Command[] => [sweepCommand(), groupsCommand()]
