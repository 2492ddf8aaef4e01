import type { DatasetDetail, Split } from '../../contract/datasets.ts'
import { AppError } from '../../domain/errors.ts'
import type { RunRecord } from '../../workspace/runs.ts'

/** What must hold before a training begins or goes on, whatever is trained. */

export function refuseContinue(run: RunRecord): void {
  if (run.status === 'interrupted' || run.status === 'stopped' || run.status === 'failed') return
  const message =
    run.status === 'done'
      ? `The run "${run.name}" has come to its end. Start a new one to train longer.`
      : `The run "${run.name}" is ${run.status} already.`
  throw new AppError('conflict', message, { runId: run.id, status: run.status })
}

export function refuseChangedFiles(run: RunRecord, dataset: DatasetDetail): void {
  if (dataset.state === 'ok') return
  throw new AppError(
    'conflict',
    `Files of "${dataset.name}" have changed or are missing since the run "${run.name}" began. Put them back, or start a new run.`,
    { runId: run.id, state: dataset.state },
  )
}

export function refuseOtherData(run: RunRecord, dataset: DatasetDetail, split: Split): void {
  refuseChangedFiles(run, dataset)
  if (dataset.hash === run.datasetHash && split.hash === run.splitHash) return
  const what = dataset.hash === run.datasetHash ? 'was split anew' : 'has other content'
  throw new AppError(
    'conflict',
    `"${dataset.name}" ${what} since the run "${run.name}" began; going on would mix images that it was trained on with held-out ones. Start a new run.`,
    { runId: run.id, datasetId: dataset.id },
  )
}

export function requireSplit(dataset: DatasetDetail): Split {
  if (dataset.split) return dataset.split
  throw new AppError(
    'conflict',
    `"${dataset.name}" is not split into train, validation and test yet. Split it first.`,
    {
      datasetId: dataset.id,
    },
  )
}
