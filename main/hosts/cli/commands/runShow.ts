import type { Command } from 'commander'
import type { Provenance, Sameness } from '../../../contract/provenance.ts'
import type { RunDetail } from '../../../contract/runs.ts'
import { type CommonOptions, subarcCommand, workspaceAction } from '../command.ts'
import { fixed, formatMebibytes, formatSeconds, print, printJson } from '../output.ts'

const VERDICTS: Record<Sameness['verdict'], string> = {
  same: 'gave the same numbers as',
  different: 'differs from',
  open: 'has so far the same numbers as',
  incomparable: 'has no step in common with',
}

/** Whether a repeated run gave the same numbers, and else what differed. */
function samenessLines(repeats: Sameness): string[] {
  const { of, verdict, compared, weightsEqual, firstDifference, differences } = repeats
  const weights = weightsEqual === null ? '' : `, the last weights ${weightsEqual ? 'to the last bit' : 'not'}`
  return [
    `It ${VERDICTS[verdict]} ${of.name} (${of.id}): ${compared.steps} steps and ${compared.validations} validations compared${weights}.`,
    ...(firstDifference
      ? [
          `First at step ${firstDifference.step}: ${firstDifference.quantity} ${firstDifference.here} here, ${firstDifference.there} there.`,
        ]
      : []),
    ...differences.map(d => `  ${d.part} ${d.name}: ${d.here ?? '-'} here, ${d.there ?? '-'} there`),
  ]
}

function runLines(run: RunDetail, { againCommand, fullCommand, repeats, repeatedBy }: Provenance): string[] {
  const best = run.best && `${fixed(run.best.psnr, 2)} dB, SSIM ${fixed(run.best.ssim, 4)}, at epoch ${run.best.epoch}`
  const facts: [string, string][] = [
    ['run', `${run.name} (${run.id})`],
    ['status', run.status],
    ['dataset', `${run.datasetName} (${run.datasetId}), SHA-256 ${run.datasetHash}`],
    ['split', `SHA-256 ${run.splitHash}`],
    ['network', `${run.network}, ${run.parameters} parameters`],
    ['preset', run.presetId],
    ['device', run.device],
    ['seed', String(run.seed)],
    ['best validation', best ?? '-'],
    ['trained', `${run.step} steps, epoch ${run.epoch} of ${run.epochs}, ${formatSeconds(run.durationSeconds)}`],
    ['peak memory', formatMebibytes(run.peakMemoryBytes)],
    ...Object.entries(run.environment).map(([name, value]): [string, string] => [name, String(value)]),
    ['settings', JSON.stringify((run.config ?? run.classifier)?.settings)],
    ...run.checkpoints.map((c): [string, string] => [`weights, ${c.which}`, `step ${c.step}, SHA-256 ${c.sha256}`]),
    ...run.parents.map((p): [string, string] => [
      `weights, ${p.role}`,
      `"${p.checkpoint}" of ${p.runName} (${p.runId}), SHA-256 ${p.sha256}`,
    ]),
    ...repeatedBy.map((repeat): [string, string] => ['repeated by', `${repeat.name} (${repeat.id})`]),
  ]
  const width = Math.max(...facts.map(([name]) => name.length))
  return [
    ...facts.map(([name, value]) => `${name.padEnd(width)}  ${value}`),
    ...(repeats ? ['', ...samenessLines(repeats)] : []),
    ...(againCommand === null ? [] : ['', 'Train the same again:', `  ${againCommand}`]),
    ...(fullCommand === null
      ? []
      : ['or in another workspace, on a dataset with the same content:', `  ${fullCommand}`]),
  ]
}

/** `subarc runs show`: everything that made a run, and how it is made again. */
export const runShowCommand = (): Command =>
  subarcCommand('show', 'show everything that made a run, and how it is made again')
    .argument('<run>', 'id of the run')
    .action(
      workspaceAction<CommonOptions>(async ({ client }, { json }, [id]) => {
        const [run, provenance] = await Promise.all([client.runs.get({ id }), client.provenance.get({ id })])
        if (json) return printJson({ ...run, provenance })
        print(runLines(run, provenance).join('\n'))
      }),
    )
