import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import open from 'open'
import { AppError } from '../../../domain/errors.ts'
import { startWebServer } from '../../web/server.ts'
import { type CommonOptions, subarcCommand, workspaceAction } from '../command.ts'
import { readableFile } from '../connect.ts'
import { note, print, printJson } from '../output.ts'
import { hasScreen, INTERFACE_FOLDER, untilAsked } from '../window.ts'

interface ViewOptions extends CommonOptions {
  readonly open: boolean
}

/** The page of a viewer that shows these files. */
const viewPage = (files: readonly string[]) =>
  `/view?${new URLSearchParams(files.map((file): [string, string] => ['file', file]))}`

/**
 * Shows files in a browser until it is asked to end. Where a window has the workspace open, the pages' calls go on to it, so
 * that what is looked at stands among its recent files.
 */
export const viewCommand = (): Command =>
  subarcCommand('view', 'look at images in a browser of this machine')
    .argument('<file...>', 'FITS, NPY, NPZ, HDF5 or TIFF files')
    .option('--no-open', 'print the address and open no browser')
    .action(
      workspaceAction<ViewOptions>(async (connection, options, files) => {
        if (!existsSync(INTERFACE_FOLDER))
          throw new AppError('not-found', 'The interface is not built. Run `npm run build` first.')
        const paths: string[] = []
        for (const file of files) paths.push(await readableFile(connection, file))
        // Read here first: what is wrong with a file is said in the terminal where it was named.
        for (const path of paths) await connection.client.views.open({ path })
        const server = await startWebServer({ fetch: connection.fetch, assets: INTERFACE_FOLDER, port: 0 })
        try {
          const url = `${server.url}&to=${encodeURIComponent(viewPage(paths))}`
          if (options.json) printJson({ url, files: paths })
          else print(`Open ${url}`)
          if (options.open && hasScreen()) await open(url)
          note('Ctrl-C ends it.')
          await untilAsked()
        } finally {
          await server.close()
        }
      }),
    )
