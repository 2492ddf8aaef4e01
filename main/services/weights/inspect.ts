import { basename, extname } from 'node:path'
import type { WeightsReport, WeightsSource } from '../../contract/weights.ts'
import { AppError } from '../../domain/errors.ts'
import type { EngineEvent } from '../../engine/port.ts'
import type { ServiceContext } from '../context.ts'
import { sourceFiles } from '../datasets/sources.ts'
import { type EngineRun, runEngineJob } from '../engine/runEngineJob.ts'

type EngineReport = Extract<EngineEvent, { type: 'weights' }>['report']

/** The one file of a source, by its real path. */
export async function weightsFile(context: ServiceContext, source: WeightsSource): Promise<string> {
  const images = source.kind === 'file' ? { kind: 'files' as const, paths: [source.path] } : source
  const { files } = await sourceFiles(images, context)
  if (files.length === 1) return files[0]
  throw new AppError('bad-input', `A network comes in one file; these are ${files.length}. Drop one of them.`, {
    files: files.slice(0, 10),
  })
}

/** A network from elsewhere that has not run on a small image by then never ends. */
const PATIENCE_MS = 180_000

/** Waits for an engine that looks at a file from elsewhere, and not for ever. */
export async function answered(engine: EngineRun): Promise<void> {
  const timer = setTimeout(engine.kill, PATIENCE_MS)
  try {
    await engine.finished
  } finally {
    clearTimeout(timer)
  }
}

/** Lets an engine look at a file of weights: what is damaged or malicious in it cannot harm this process. */
export async function inspectWeights(context: ServiceContext, source: WeightsSource): Promise<WeightsReport> {
  const file = await weightsFile(context, source)
  let report: EngineReport | undefined
  await answered(
    runEngineJob(context.launchEngine, { kind: 'inspect-weights', file }, event => {
      if (event.type === 'weights') report = event.report
    }),
  )
  if (report === undefined) throw new AppError('internal', 'The engine said nothing of the weights. The log says more.')
  const { own, ...rest } = report
  return {
    ...rest,
    untold: [...report.untold] as WeightsReport['untold'],
    problems: report.problems.map(({ key, problem, wanted, found }) => ({
      key,
      problem,
      wanted: wanted && [...wanted],
      found: found && [...found],
    })),
    ignored: [...report.ignored],
    file,
    suggestedName: basename(file, extname(file)).slice(0, 120),
    isOwn: own !== null,
    obstacle: obstacleOf(report),
  }
}

function obstacleOf({ problems, bands }: EngineReport): string | null {
  if (problems.length > 0) return `${problems.length} of its tensors do not fit the network that they look like.`
  return bands > 1 ? `It reads images of ${bands} bands, and Subarc's have one.` : null
}
