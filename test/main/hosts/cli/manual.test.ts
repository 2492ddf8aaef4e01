import { describe, expect, test } from 'vitest'
import { examplesOf } from '../../../../main/hosts/cli/examples.ts'
import { EXIT_CODES, EXIT_MEANINGS } from '../../../../main/hosts/cli/exitCodes.ts'
import { manual } from '../../../../main/hosts/cli/manual.ts'
import { allCommands, createProgram, pathOf } from '../../../../main/hosts/cli/program.ts'

/** Verbs that do something: those that only hold others have no action. */
const verbs = () =>
  allCommands(createProgram())
    .slice(1)
    .filter(command => command.commands.length === 0 || command.registeredArguments.length > 0)
    .filter(command => pathOf(command) !== 'complete')

/** Words as a shell would split them. */
const words = (line: string) =>
  [...line.replace(/ > .*/, '').matchAll(/"([^"]*)"|(\S+)/g)].map(([, inQuotes, plain]) => inQuotes ?? plain ?? '')

describe('the manual of the command line', () => {
  test('is docs/cli.md, as the commands are now', async () => {
    await expect(manual(createProgram())).toMatchFileSnapshot('../../../../docs/cli.md')
  })

  test('every verb can print JSON, and says by example how it is used', () => {
    for (const command of verbs()) {
      expect(
        command.options.map(option => option.long),
        pathOf(command),
      ).toContain('--json')
      expect(examplesOf(pathOf(command)).length, `examples of ${pathOf(command)}`).toBeGreaterThan(0)
    }
  })

  test.each(verbs().flatMap(command => examplesOf(pathOf(command)).map(({ line }) => [line, pathOf(command)])))(
    '%s is understood',
    async (line, path) => {
      const program = createProgram()
      let called = ''
      for (const command of allCommands(program)) {
        command.exitOverride().configureOutput({ writeErr: () => undefined })
        command.action((...received: unknown[]) => {
          called = pathOf(received.at(-1) as typeof command)
        })
      }
      await program.parseAsync(words(line).slice(1), { from: 'user' })
      expect(called).toBe(path)
    },
  )

  test('every exit code is told of once', () => {
    expect(EXIT_MEANINGS.map(({ code }) => code)).toEqual([...new Set(Object.values(EXIT_CODES))])
    expect(EXIT_MEANINGS.every(({ meaning }) => meaning !== '')).toBe(true)
  })
})
