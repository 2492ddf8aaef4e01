import { resolve } from 'node:path'
import type { Command } from 'commander'
import { type CommonOptions, subarcCommand, workspaceAction } from '../command.ts'
import { readableFile } from '../connect.ts'
import { formatMebibytes, print, printJson } from '../output.ts'

const exportCommand = () =>
  subarcCommand('export', 'write a run, with its weights, images and dataset, as one file for another workspace')
    .argument('<run>', 'id of the run')
    .option('-o, --out <file>', 'file to write, ending in .subarc')
    .option('--no-dataset', "leave the dataset's images out")
    .action(
      workspaceAction<CommonOptions & { out?: string; dataset: boolean }>(
        async ({ client }, { json, out, dataset }, [id]) => {
          const file = out === undefined ? {} : { file: resolve(out) }
          const { ref: _, ...written } = await client.runArchive.export({ id, withDataset: dataset, ...file })
          if (json) return printJson(written)
          print(`${written.file} (${written.files} files, ${formatMebibytes(written.bytes)})`)
        },
      ),
    )

const datasetStates = {
  added: 'its dataset came with it',
  found: 'its dataset is in this workspace already',
  'left-out': 'its dataset was left out of the file',
}

const importCommand = () =>
  subarcCommand('import', 'take a run from a file that `subarc runs export` wrote')
    .argument('<file>', 'ending in .subarc')
    .action(
      workspaceAction<CommonOptions>(async (connection, { json }, [path]) => {
        const file = await readableFile(connection, path)
        const run = await connection.client.runArchive.import({ file })
        if (json) return printJson(run)
        print(
          `${run.name} (${run.runId}): ${datasetStates[run.dataset]} (${run.datasetId ?? '-'}), ${run.evaluations} evaluations`,
        )
      }),
    )

/** Under `subarc runs`: a run as a file, and back. */
export const runFileCommands = (): Command[] => [exportCommand(), importCommand()]
