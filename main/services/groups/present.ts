import type { GroupDetail, GroupRow, GroupSummary } from '../../contract/groups.ts'
import { mean, standardDeviation } from '../../domain/stats.ts'
import type { GroupRecord, GroupTrial } from '../../workspace/groups.ts'
import { findRun, type RunRecord } from '../../workspace/runs.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { stageOf } from '../recipes/recipes.ts'
import { trialRecipe } from './record.ts'

type Runs = ReadonlyMap<string, RunRecord>

/** Runs that stand for stages and are not in the trash, by id. */
function runsOf({ db }: Workspace, group: GroupRecord): Runs {
  const ids = group.trials.flatMap(trial => trial.members.flatMap(({ runId }) => runId ?? []))
  const found = [...new Set(ids)].flatMap(id => {
    const run = findRun(db, id)
    return run?.removedAt === null ? [[id, run.run] as const] : []
  })
  return new Map(found)
}

export function groupSummary(workspace: Workspace, group: GroupRecord): GroupSummary {
  return summaryOf(group, runsOf(workspace, group))
}

function summaryOf(group: GroupRecord, runs: Runs): GroupSummary {
  const { id, kind, name, status, jobId, datasetId, datasetName, createdAt, error } = group
  const members = group.trials.flatMap(trial => trial.members)
  const titles = Object.values(group.recipes).map(recipe => String(recipe.title))
  return {
    ...{ id, kind, name, status, jobId, datasetId, datasetName, createdAt, error },
    recipeTitle: titles.length === 1 ? titles[0] : `${titles.length} recipes`,
    runs: members.length,
    done: members.filter(({ runId }) => runId !== null && runs.get(runId)?.status === 'done').length,
  }
}

export function groupDetail(workspace: Workspace, group: GroupRecord): GroupDetail {
  const runs = runsOf(workspace, group)
  return {
    ...summaryOf(group, runs),
    fields: group.fields,
    trials: group.trials.map(trial => {
      const recipe = trialRecipe(group, trial)
      return {
        recipeId: recipe.id,
        recipeTitle: recipe.title,
        changes: trial.changes,
        seed: trial.seed,
        members: trial.members.map(({ stage, datasetId, runId }) => {
          const run = runId === null ? undefined : runs.get(runId)
          return {
            stage,
            title: stageOf(recipe, stage).title,
            datasetId,
            runId: run?.id ?? null,
            runName: run?.name ?? null,
            status: run?.status ?? ('waiting' as const),
            best: run?.best ? { psnr: run.best.psnr, ssim: run.best.ssim } : null,
            accuracy: run?.bestClass?.accuracy ?? null,
          }
        }),
      }
    }),
    summary: summaryRows(group, runs),
  }
}

/** One row a combination of values, with mean and spread over its seeds: best mean PSNR, or accuracy, first. */
function summaryRows(group: GroupRecord, runs: Runs): GroupRow[] {
  const byValues = new Map<string, GroupTrial[]>()
  for (const trial of group.trials) {
    const key = JSON.stringify([trial.recipe, trial.changes])
    byValues.set(key, [...(byValues.get(key) ?? []), trial])
  }
  const rows = [...byValues.values()].map((trials): GroupRow => {
    const last = trials.flatMap(trial => {
      const runId = trial.members.at(-1)?.runId
      return (runId && runs.get(runId)) || []
    })
    const done = last.filter(run => run.status === 'done')
    const scores = done.flatMap(run => run.best ?? [])
    const all = trials.flatMap(trial => trial.members.flatMap(({ runId }) => (runId && runs.get(runId)) || []))
    return {
      changes: trials[0].changes,
      done: done.length,
      of: trials.length,
      psnr: score(scores.map(best => best.psnr)),
      ssim: score(scores.map(best => best.ssim)),
      accuracy: score(done.flatMap(run => run.bestClass?.accuracy ?? [])),
      seconds: done.length === 0 ? null : all.reduce((sum, run) => sum + run.durationSeconds, 0) / trials.length,
      runIds: last.map(run => run.id),
    }
  })
  const value = (row: GroupRow) => row.psnr?.mean ?? row.accuracy?.mean ?? Number.NEGATIVE_INFINITY
  return rows.sort((a, b) => value(b) - value(a))
}

/** Spread: the standard deviation of the sample; null of a single value. */
function score(values: readonly number[]): GroupRow['psnr'] {
  if (values.length === 0) return null
  return { mean: mean(values), spread: values.length < 2 ? null : standardDeviation(values) }
}
