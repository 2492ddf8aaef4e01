import type { Job } from '../../contract/jobs.ts'
import type { RunConfig } from '../../contract/runs.ts'
import { AppError, toAppError } from '../../domain/errors.ts'
import { classEvaluations } from '../../workspace/classifiers.ts'
import { listEvaluations, standsFor } from '../../workspace/evaluations.ts'
import { type GroupRecord, type GroupTrial, saveGroup } from '../../workspace/groups.ts'
import { findRun, type RunRecord } from '../../workspace/runs.ts'
import { startClassEvaluation } from '../classifiers/evaluate.ts'
import { startClassifier } from '../classifiers/start.ts'
import { startEvaluation } from '../evaluations/start.ts'
import type { JobControl } from '../jobs.ts'
import { isClassifier, runConfig } from '../runs/present.ts'
import { continueRun } from '../training/anyRun.ts'
import { startTraining, type TrainingParts } from '../training/start.ts'
import { followChild, passWishesOn } from './follow.ts'
import { requireGroup, trialRecipe } from './record.ts'
import { stageRequest, trialTitle } from './stage.ts'

/** Something of a group that did not come to its end. */
interface Failure {
  readonly what: string
  readonly error: AppError
}

export interface GroupWork {
  readonly parts: TrainingParts
  readonly groupId: string
  readonly ignoreMemory: boolean
  readonly control: JobControl
}

/**
 * Brings every stage of every trial to its end, one after the other: what is done is left alone, what was interrupted goes
 * on from its last checkpoint, what has no run yet begins. A trial whose stage fails is left, and the next one begins.
 * @throws AppError with the first failure, when all that can be done is done
 */
export async function executeGroup(work: GroupWork): Promise<void> {
  const { parts, groupId, control } = work
  const group = requireGroup(parts.context.workspace, groupId)
  passWishesOn(parts.context.jobs, control)
  const total = group.trials.reduce((sum, trial) => sum + trial.members.length, 0)
  const failures: Failure[] = []
  const clock = createClock(parts, total)
  let begun = 0
  for (const [i, trial] of group.trials.entries()) {
    let place = begun
    takeShared(work, i)
    for (const { stage } of trial.members) {
      if (control.signal.aborted) return
      const before = place
      const announce = (fraction: number, message: string) =>
        control.progress({ done: before, total, unit: 'runs', message, ...clock(before + fraction) })
      const error = await bringToEnd(work, i, stage, announce)
      if (control.signal.aborted) return
      if (error) {
        failures.push({ what: group.trials.length > 1 ? trialTitle(trial, group.trials) : stage, error })
        break
      }
      place += 1
    }
    if (group.evaluate && place === begun + trial.members.length) await evaluateTrial(work, i, failures)
    begun += trial.members.length
    control.progress({ done: begun, total, unit: 'runs' })
  }
  if (failures.length > 0 && !control.signal.aborted) throw summary(failures, group.trials.length)
}

/** Time left, by how much of the work that was found undone has been done since. */
function createClock({ context }: TrainingParts, total: number) {
  const startedAt = context.now().getTime()
  let first: number | undefined
  return (done: number): { ratePerSecond: null; secondsLeft: number | null } => {
    first ??= Math.floor(done)
    const seconds = (context.now().getTime() - startedAt) / 1000
    const share = done - first
    return { ratePerSecond: null, secondsLeft: share > 0 ? (seconds / share) * (total - done) : null }
  }
}

function summary(failures: readonly Failure[], trials: number): AppError {
  const [{ what, error }] = failures
  if (trials === 1) return new AppError(error.code, error.message, { ...error.details }, error)
  const message = `${failures.length} of ${trials} did not come to their end; the first, ${what}: ${error.message} Continue to try them again.`
  return new AppError(error.code, message, { failed: failures.map(failure => failure.what) }, error)
}

/** Stages for which runs of earlier trials stand: those are done by now, or have failed. */
function takeShared({ parts, groupId }: GroupWork, trial: number): void {
  const { workspace } = parts.context
  const group = requireGroup(workspace, groupId)
  for (const member of group.trials[trial].members) {
    if (member.runId !== null || member.use === undefined) continue
    member.runId = memberOf(group, member.use.trial, member.use.stage)?.runId ?? null
  }
  saveGroup(workspace.db, group)
}

/** Returns why the stage did not come to its end. */
async function bringToEnd(
  work: GroupWork,
  trial: number,
  stage: string,
  announce: (fraction: number, message: string) => void,
): Promise<AppError | undefined> {
  const { parts, control } = work
  const run = recordedRun(work, trial, stage)
  if (run?.status === 'done') return undefined
  // The first start on a device checks it, which takes a while.
  announce(0, `Preparing ${stage}`)
  try {
    const job = await startOrContinue(work, trial, stage, run)
    const ended = await followChild(parts.context.jobs, job, control, child => {
      const { done, total } = child.progress
      announce(total ? Math.min(1, done / total) : 0, `${child.title}: ${child.progress.message}`)
    })
    return failureOf(ended)
  } catch (error) {
    const failure = toAppError(error)
    if (failure.code === 'internal') parts.context.log.error(`Stage ${stage} of group ${work.groupId} failed`, error)
    return failure
  }
}

/** The run that stands for a stage; undefined where it has none, or that lies in the trash or is gone. */
function recordedRun({ parts, groupId }: GroupWork, trial: number, stage: string): RunRecord | undefined {
  const { workspace } = parts.context
  const runId = memberOf(requireGroup(workspace, groupId), trial, stage)?.runId ?? null
  const found = runId === null ? undefined : findRun(workspace.db, runId)
  return found?.removedAt === null ? found.run : undefined
}

const memberOf = (group: GroupRecord, trial: number, stage: string): GroupTrial['members'][number] | undefined =>
  group.trials[trial]?.members.find(member => member.stage === stage)

async function startOrContinue(
  { parts, groupId, ignoreMemory }: GroupWork,
  trial: number,
  stage: string,
  run: RunRecord | undefined,
): Promise<Job> {
  const { context } = parts
  if (run) {
    const live = run.jobId === null ? undefined : context.jobs.list(true).find(job => job.id === run.jobId)
    return live ?? (await continueRun(parts, run.id, ignoreMemory)).job
  }
  const group = requireGroup(context.workspace, groupId)
  const recipe = trialRecipe(group, group.trials[trial])
  const { kind, request } = stageRequest(group, recipe, group.trials[trial], stage)
  const { job, runId } =
    kind === 'classifier'
      ? await startClassifier(parts, { ...request, ignoreMemory }, { groupId })
      : await startTraining(parts, { ...request, ignoreMemory }, groupId)
  const member = memberOf(group, trial, stage)
  if (member) member.runId = runId
  saveGroup(context.workspace.db, group)
  return job
}

function failureOf(job: Job): AppError | undefined {
  if (job.status === 'done') return undefined
  if (job.error) return new AppError(job.error.code as AppError['code'], job.error.message, job.error.details)
  return new AppError('stopped', `${job.title} was ${job.status}.`, { jobId: job.id })
}

/**
 * Which weights are a training's result: the best, but of a generator whose run kept no average the last, for its best are
 * those of the highest PSNR, and so the least taught.
 */
export const resultOf = ({ task, settings }: RunConfig): 'best' | 'last' =>
  task === 'adversarial' && settings?.averageDecay === undefined ? 'last' : 'best'

/** Scores the last stage's network on the side that was held out, where that has not been done. */
async function evaluateTrial(work: GroupWork, trial: number, failures: Failure[]): Promise<void> {
  const { parts, groupId, control } = work
  const { workspace, jobs } = parts.context
  const stage = requireGroup(workspace, groupId).trials[trial].members.at(-1)?.stage ?? ''
  const run = recordedRun(work, trial, stage)
  if (!run || control.signal.aborted) return
  if (isClassifier(run)) {
    await evaluateClassifierRun(work, run, failures)
    return
  }
  const config = runConfig(run)
  if (config.task === 'denoise') return
  if (listEvaluations(workspace.db, run.id).some(evaluation => standsFor(evaluation, run))) return
  try {
    const side = heldOutSide(run)
    const { job } = await startEvaluation(parts, { runId: run.id, checkpoint: resultOf(config), side })
    const error = failureOf(await followChild(jobs, job, control, () => undefined))
    if (error && !control.signal.aborted) failures.push({ what: `the scores of ${run.name}`, error })
  } catch (error) {
    failures.push({ what: `the scores of ${run.name}`, error: toAppError(error) })
  }
}

const heldOutSide = ({ data }: RunRecord): 'test' | 'validation' =>
  Array.isArray(data.test) && data.test.length > 0 ? 'test' : 'validation'

async function evaluateClassifierRun(
  { parts, control }: GroupWork,
  run: RunRecord,
  failures: Failure[],
): Promise<void> {
  const { workspace, jobs } = parts.context
  if (classEvaluations.list(workspace.db, run.id).some(evaluation => standsFor(evaluation, run))) return
  try {
    const request = { runId: run.id, checkpoint: 'best', side: heldOutSide(run) } as const
    const { job } = await startClassEvaluation(parts, request)
    const error = failureOf(await followChild(jobs, job, control, () => undefined))
    if (error && !control.signal.aborted) failures.push({ what: `the scores of ${run.name}`, error })
  } catch (error) {
    failures.push({ what: `the scores of ${run.name}`, error: toAppError(error) })
  }
}
