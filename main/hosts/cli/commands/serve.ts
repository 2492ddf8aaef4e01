import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import open from 'open'
import { AppError } from '../../../domain/errors.ts'
import { launchEngine } from '../../../engine/launch.ts'
import { createCore } from '../../../services/core.ts'
import { pipeAddress } from '../../pipe/address.ts'
import { listenOnPipe } from '../../pipe/listen.ts'
import { productVersion } from '../../version.ts'
import { startWebServer } from '../../web/server.ts'
import { workspacePath } from '../../workspacePath.ts'
import { type CommonOptions, reportFailure, subarcCommand, wholeNumber } from '../command.ts'
import { note, print, printJson } from '../output.ts'
import { hasScreen, INTERFACE_FOLDER, untilAsked } from '../window.ts'

interface ServeOptions extends CommonOptions {
  readonly port: number
  readonly open: boolean
  readonly folder: string[]
}

/** Serves one workspace on loopback and on its pipe until it is asked to end. */
async function serve(options: ServeOptions): Promise<void> {
  if (!existsSync(INTERFACE_FOLDER))
    throw new AppError(
      'not-found',
      'The interface is not built. Run `npm run build`, or start with `npm start`, which does.',
    )
  const workspace = workspacePath(options.workspace)
  const address = await pipeAddress(workspace)
  const core = await createCore({
    workspacePath: workspace,
    launchEngine,
    host: 'web',
    version: productVersion,
  })
  try {
    for (const folder of options.folder) await core.client.workspace.registerFolder({ path: folder })
    const pipe = await listenOnPipe(address, core.fetch)
    core.publish({ address })
    const server = await startWebServer({ fetch: core.fetch, assets: INTERFACE_FOLDER, port: options.port })
    if (options.json) printJson({ url: server.url, port: server.port, workspace, pipe: address })
    else {
      print(`Subarc ${productVersion}, workspace ${workspace}`)
      print(`Open ${server.url}`)
      note(
        'The address holds the token of this session: it opens once in a browser of this machine. Ctrl-C ends Subarc.',
      )
    }
    if (options.open && hasScreen()) await open(server.url)
    await untilAsked()
    await server.close()
    await pipe.close()
  } finally {
    await core.close()
  }
}

export const serveCommand = (): Command =>
  subarcCommand('serve', 'open the interface in a browser, served on this machine alone')
    .option('-p, --port <n>', 'port on 127.0.0.1; 0: any free one', wholeNumber, 0)
    .option('--no-open', 'do not open a browser')
    .option('--folder <path...>', 'folders the interface may read; more can be added in it', [])
    .action(async (options: ServeOptions) => {
      try {
        await serve(options)
      } catch (error) {
        reportFailure(error, options.json === true)
      }
    })
