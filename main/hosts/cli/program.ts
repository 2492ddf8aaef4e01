import { Command } from 'commander'
import { productVersion } from '../version.ts'
import { applyCommand } from './commands/apply.ts'
import { classifierCommands } from './commands/classifiers.ts'
import { completionCommands } from './commands/completion.ts'
import { datasetCommands } from './commands/datasets.ts'
import { doctorCommand } from './commands/doctor.ts'
import { engineCommand } from './commands/engine.ts'
import { fitsCommand } from './commands/fits.ts'
import { groupCommands } from './commands/groups.ts'
import { jobsCommand } from './commands/jobs.ts'
import { quickstartCommand } from './commands/quickstart.ts'
import { recipesCommand } from './commands/recipes.ts'
import { runCommands } from './commands/runs.ts'
import { serveCommand } from './commands/serve.ts'
import { settingsCommand } from './commands/settings.ts'
import { simulateCommand } from './commands/simulate.ts'
import { studyCommand } from './commands/study.ts'
import { trainCommands } from './commands/train.ts'
import { viewCommand } from './commands/view.ts'
import { weightsCommands } from './commands/weights.ts'
import { workspaceCommand } from './commands/workspace.ts'
import { examplesOf } from './examples.ts'
import { EXIT_MEANINGS } from './exitCodes.ts'

const FIRST_AFTERNOON = `
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
Standard output carries results, standard error carries progress: a bar on a terminal, plain lines in a log.
Exit codes: ${EXIT_MEANINGS.map(({ code, name }) => `${code} ${name}`).join(', ')}; docs/cli.md says when.`

/** The names by which a command is called, without `subarc`: 'export onnx'. */
export const pathOf = (command: Command): string =>
  command.parent === null ? '' : `${pathOf(command.parent)} ${command.name()}`.trim()

/** A command and all below it, as they are listed; help's own are commander's. */
export const allCommands = (command: Command): Command[] => [command, ...command.commands.flatMap(allCommands)]

function addExamples(command: Command): void {
  const examples = examplesOf(pathOf(command))
  if (examples.length === 0) return
  const width = Math.max(...examples.map(({ line }) => line.length))
  const lines = examples.map(({ line, what }) => `  ${line.padEnd(width)}   ${what}`)
  command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`)
}

/** Every verb of `subarc`. */
export function createProgram(): Command {
  const program = new Command('subarc')
    .description('Super-resolution of strong gravitational lens images: from a folder of cutouts to FITS.')
    .version(productVersion)
    .addHelpText('after', FIRST_AFTERNOON)
  for (const command of [
    quickstartCommand(),
    ...datasetCommands(),
    simulateCommand(),
    recipesCommand(),
    ...trainCommands(),
    ...groupCommands(),
    studyCommand(),
    ...runCommands(),
    jobsCommand(),
    ...classifierCommands(),
    applyCommand(),
    ...weightsCommands(),
    viewCommand(),
    fitsCommand(),
    workspaceCommand(),
    doctorCommand(),
    settingsCommand(),
    serveCommand(),
    engineCommand(),
  ]) {
    program.addCommand(command)
  }
  const [completion, complete] = completionCommands(program)
  program.addCommand(completion).addCommand(complete, { hidden: true })
  for (const command of allCommands(program)) addExamples(command)
  return program
}
