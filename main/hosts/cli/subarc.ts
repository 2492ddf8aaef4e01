import { Command } from 'commander'
import { productVersion } from '../version.ts'
import { applyCommand } from './commands/apply.ts'
import { datasetCommands } from './commands/datasets.ts'
import { doctorCommand } from './commands/doctor.ts'
import { engineCommand } from './commands/engine.ts'
import { fitsCommand } from './commands/fits.ts'
import { quickstartCommand } from './commands/quickstart.ts'
import { runCommands } from './commands/runs.ts'
import { serveCommand } from './commands/serve.ts'
import { trainCommands } from './commands/train.ts'
import { workspaceCommand } from './commands/workspace.ts'
import { EXIT_CODES } from './exitCodes.ts'

const program = new Command('subarc')
  .description('Super-resolution of strong gravitational lens images: from a folder of cutouts to FITS.')
  .version(productVersion)
  .addHelpText(
    'after',
    `
A first afternoon:
  subarc simulate -n 160                  a dataset of simulated lenses
  subarc import ~/lenses                  or your own: LR/ and HR/ inside, or HR only
  subarc datasets                         their ids
  subarc train <dataset>                  a network, with safe defaults
  subarc evaluate <run> --report report   its score beside interpolation and deconvolution
  subarc apply <run> image.fits -o out    super-resolved FITS
  subarc fits info out/image_sr.fits      what stands in it
  subarc serve                            the same in a window of your browser

The command line works beside an open window: calls then go through the process that holds the workspace.
Exit codes: ${Object.entries(EXIT_CODES)
      .map(([name, code]) => `${code} ${name}`)
      .join(', ')}.`,
  )

for (const command of [
  quickstartCommand(),
  ...datasetCommands(),
  ...trainCommands(),
  ...runCommands(),
  applyCommand(),
  fitsCommand(),
  workspaceCommand(),
  doctorCommand(),
  serveCommand(),
  engineCommand(),
]) {
  program.addCommand(command)
}

await program.parseAsync()
