import { type Command, InvalidArgumentError, Option } from 'commander'
import { appearances, LEAST_MEMORY_BYTES, languages, type Preferences } from '../../../contract/preferences.ts'
import { type CommonOptions, positiveNumber, subarcCommand, wholeNumber, workspaceAction } from '../command.ts'
import { formatMebibytes, print, printJson } from '../output.ts'

interface SettingsOptions extends CommonOptions {
  readonly threads?: number | null
  readonly memoryLimit?: number | null
  readonly preset?: string
  readonly appearance?: Preferences['appearance']
  readonly language?: Preferences['language']
}

const BYTES_IN_GIB = 2 ** 30

function threadsOption(text: string): number | null {
  if (text === 'all') return null
  const threads = wholeNumber(text)
  if (threads < 1) throw new InvalidArgumentError('Give a whole number from 1, or "all".')
  return threads
}

function memoryOption(text: string): number | null {
  if (text === 'free') return null
  const bytes = Math.round(positiveNumber(text) * BYTES_IN_GIB)
  if (bytes < LEAST_MEMORY_BYTES)
    throw new InvalidArgumentError(`Give ${LEAST_MEMORY_BYTES / BYTES_IN_GIB} GiB or more, or "free".`)
  return bytes
}

export const settingsCommand = (): Command =>
  subarcCommand('settings', 'show the preferences of the workspace, or change those that are given')
    .option('--threads <n>', 'threads of a training, or "all"', threadsOption)
    .option('--memory-limit <GiB>', 'memory of a training at most, or "free": what is free', memoryOption)
    .option('--preset <id>', 'the recipe that new trainings begin with')
    .addOption(new Option('--appearance <theme>', 'theme of the interface').choices(appearances))
    .addOption(new Option('--language <code>', 'language of the interface').choices(languages))
    .action(
      workspaceAction<SettingsOptions>(async ({ client }, options) => {
        const { threads, memoryLimit, preset, appearance, language } = options
        const preferences = await client.preferences.set({
          ...(threads !== undefined && { threads }),
          ...(memoryLimit !== undefined && { memoryLimitBytes: memoryLimit }),
          ...(preset !== undefined && { presetId: preset }),
          ...(appearance !== undefined && { appearance }),
          ...(language !== undefined && { language }),
        })
        if (options.json) return printJson(preferences)
        const limit = preferences.memoryLimitBytes
        print(`threads       ${preferences.threads ?? 'all'}`)
        print(`memory limit  ${limit === null ? 'what is free' : formatMebibytes(limit)}`)
        print(`preset        ${preferences.presetId}`)
        print(`appearance    ${preferences.appearance}`)
        print(`language      ${preferences.language}`)
      }),
    )
