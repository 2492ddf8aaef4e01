import { CommanderError } from 'commander'
import { EXIT_CODES } from './exitCodes.ts'
import { allCommands, createProgram } from './program.ts'

const program = createProgram()
// A command that cannot be understood is bad input; help and version, which commander ends by the same way, are not.
for (const command of allCommands(program)) command.exitOverride()

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES['bad-input']
}
