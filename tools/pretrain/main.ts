import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Command } from 'commander'
import { positiveNumber, reportFailure, wholeNumber } from '../../main/hosts/cli/command.ts'
import { writeCard } from './card.ts'
import { recipes } from './recipes.ts'
import { pretrain } from './train.ts'

interface Options {
  readonly out: string
  readonly threads: number
  readonly minutes: number
  readonly pairs?: number
  readonly pair?: string
  readonly cardOnly?: boolean
}

const HELD_OUT = 0.1

/** As many pairs as asked for, in about the recipe's shares. */
function fewer(pairs: number | undefined) {
  if (pairs === undefined) return undefined
  const held = Math.max(5, Math.round(pairs * HELD_OUT))
  return { train: pairs - 2 * held, validation: held, test: held }
}

const program = new Command('pretrain')
  .description('make the networks of resources/weights: simulate, train, score, write weights and card')
  .argument('<id>', `which: ${recipes.map(({ id }) => id).join(', ')}`)
  .option('-o, --out <folder>', 'where weights and card are written', 'resources/weights')
  .option('--threads <n>', 'threads of the training', wholeNumber, availableParallelism())
  .option('--minutes <n>', 'how long it is trained', positiveNumber, 60)
  .option('--pairs <n>', "simulated pairs, instead of the recipe's", wholeNumber)
  .option('--pair <folder>', 'Raw.npy and Gold.npy: also score on the real pair')
  .option('--card-only', 'score and write the card of weights that are there')
  .action(async (id: string, options: Options) => {
    const recipe = recipes.find(one => one.id === id)
    if (recipe === undefined) throw new Error(`There is no recipe '${id}'.`)
    const out = resolve(options.out)
    const workspace = mkdtempSync(join(tmpdir(), 'subarc-pretrain-'))
    try {
      if (options.cardOnly !== true) {
        const { threads, minutes } = options
        await pretrain(recipe, { out, workspace, threads, minutes, pairs: fewer(options.pairs) })
      }
      const pair = options.pair === undefined ? null : resolve(options.pair)
      process.stdout.write(await writeCard(out, id, pair, options.threads))
    } catch (error) {
      reportFailure(error, false)
    } finally {
      rmSync(workspace, { recursive: true, force: true })
    }
  })

await program.parseAsync()
