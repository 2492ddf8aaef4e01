import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Evaluation } from '../../../contract/evaluations.ts'
import { type CommonOptions, subarcCommand, workspaceAction } from '../command.ts'
import { fixed, formatTable, note, print, printJson } from '../output.ts'
import { followJob } from '../progress.ts'
import { evaluateClassifier } from './classifiers.ts'
import { compareCommand } from './compare.ts'
import { programCommands, reportCommand, tableCommand } from './report.ts'
import { runFileCommands } from './runFiles.ts'
import { runListCommand } from './runList.ts'
import { runShowCommand } from './runShow.ts'

/** Scores of every method, best first. */
export function scoreTable({ methods }: Evaluation): string {
  const rows = [...methods].sort((a, b) => b.whole.psnr.mean - a.whole.psnr.mean)
  return formatTable(rows, [
    { title: 'method', value: m => m.title },
    { title: 'PSNR (dB)', value: m => fixed(m.whole.psnr.mean, 2), align: 'right' },
    {
      title: '95 % interval',
      value: m =>
        m.whole.psnr.interval === null
          ? '-'
          : `${fixed(m.whole.psnr.interval.low, 2)} to ${fixed(m.whole.psnr.interval.high, 2)}`,
    },
    { title: 'SSIM', value: m => fixed(m.whole.ssim.mean, 4), align: 'right' },
    { title: 'MSE', value: m => m.whole.mse.mean.toExponential(2), align: 'right' },
    { title: 'lens PSNR (dB)', value: m => fixed(m.lens?.psnr.mean, 2), align: 'right' },
    { title: 'note', value: m => m.note },
  ])
}

interface EvaluateOptions extends CommonOptions {
  readonly side: 'train' | 'validation' | 'test'
  readonly checkpoint: 'best' | 'last'
  readonly dataset?: string
  readonly report?: string
}

const evaluateCommand = () =>
  subarcCommand(
    'evaluate',
    'score a run on held-out images: beside interpolation and classical methods, or by ROC curves',
  )
    .argument('<run>', 'id of the run')
    .option('--dataset <id>', 'another dataset than the one that it was trained on')
    .option('--side <side>', 'test, validation, or train (never a result)', 'test')
    .option('--checkpoint <which>', 'best or last', 'best')
    .option('--report <folder>', 'write the HTML report and PNG panels there')
    .action(
      workspaceAction<EvaluateOptions>(async ({ client }, { json, side, checkpoint, dataset, report }, [runId]) => {
        const { kind } = await client.runs.get({ id: runId })
        if (kind === 'classifier') return evaluateClassifier(client, { runId, side, checkpoint }, json)
        const { job, evaluationId } = await client.evaluations.start({ runId, side, checkpoint, datasetId: dataset })
        await followJob(client, job, json)
        const evaluation = await client.evaluations.get({ id: evaluationId })
        const files =
          report === undefined
            ? undefined
            : await client.evaluations.report({ id: evaluationId, folder: resolve(report) })
        if (json) return printJson({ ...evaluation, report: files })
        print(`${evaluation.samples.length} images of the ${side} side, peak ${evaluation.peak}`)
        print(scoreTable(evaluation))
        for (const warning of evaluation.warnings) note(`warning: ${warning}`)
        if (files !== undefined) print(`report: ${files.html}`)
      }),
    )

const exportOnnxCommand = () =>
  subarcCommand('onnx', "export a run's network as an ONNX file, for images of any size")
    .argument('<run>', 'id of the run')
    .option('--checkpoint <which>', 'best or last', 'best')
    .option('-o, --out <file>', 'file to write')
    .action(
      workspaceAction<CommonOptions & { checkpoint: 'best' | 'last'; out?: string }>(
        async ({ client }, { json, checkpoint, out }, [id]) => {
          const file = out === undefined ? {} : { file: resolve(out) }
          const result = await client.runs.exportOnnx({ id, which: checkpoint, ...file })
          if (json) return printJson(result)
          print(`${result.file} (ONNX opset ${result.opset}, IR version ${result.irVersion})`)
        },
      ),
    )

const exportCommand = () =>
  subarcCommand('export', "export a run's weights as safetensors with a model card")
    // The options after `onnx` are its own.
    .enablePositionalOptions()
    .addCommand(exportOnnxCommand())
    .argument('<run>', 'id of the run')
    .option('--checkpoint <which>', 'best or last', 'best')
    .option('-o, --out <folder>', 'folder to write to')
    .action(
      workspaceAction<CommonOptions & { checkpoint: 'best' | 'last'; out?: string }>(
        async ({ client }, { json, checkpoint, out }, [id]) => {
          const folder = out === undefined ? {} : { folder: resolve(out) }
          const result = await client.runs.exportWeights({ id, which: checkpoint, ...folder })
          if (json) return printJson(result)
          print(result.files.join('\n'))
        },
      ),
    )

/** `subarc runs` alone lists them. */
const runsCommand = (): Command => {
  // The options after a subcommand are its own.
  const command = runListCommand().enablePositionalOptions()
  for (const own of [runShowCommand(), ...runFileCommands(), tableCommand(), ...programCommands()])
    command.addCommand(own)
  return command
}

export const runCommands = (): Command[] => [
  runsCommand(),
  compareCommand(),
  evaluateCommand(),
  reportCommand(),
  exportCommand(),
]
