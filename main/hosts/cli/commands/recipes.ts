import type { Command } from 'commander'
import type { Recipe } from '../../../contract/recipes.ts'
import { type CommonOptions, subarcCommand, workspaceAction } from '../command.ts'
import { formatTable, print, printJson } from '../output.ts'

const stagesOf = ({ stages }: Recipe): string => stages.map(({ id }) => id).join(', ')

const showCommand = () =>
  subarcCommand(
    'show',
    "print a recipe's record, to change it and train by it: `subarc train <dataset> --recipe mine.json`",
  )
    .argument('<recipe>', 'id of the recipe')
    .action(
      workspaceAction<CommonOptions>(async ({ client }, _, [id]) => {
        printJson(await client.recipes.get({ id }))
      }),
    )

/** The recipes on offer; `show` prints one. */
export const recipesCommand = (): Command =>
  subarcCommand('recipes', 'list the recipes by which a network can be trained')
    .argument('[recipe]', 'id of a recipe: print its record, as `show` does')
    .action(
      workspaceAction<CommonOptions>(async ({ client }, { json }, [id]) => {
        if (id !== undefined) return printJson(await client.recipes.get({ id }))
        const recipes = await client.recipes.list()
        if (json) return printJson(recipes)
        print(
          formatTable(recipes, [
            { title: 'id', value: r => r.id },
            { title: 'form', value: r => r.form },
            { title: 'row of the study', value: r => r.row ?? '-' },
            { title: 'stages', value: stagesOf },
            { title: 'title', value: r => r.title },
          ]),
        )
      }),
    )
    .addCommand(showCommand())
