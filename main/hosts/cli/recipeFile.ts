import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Recipe, recipeSchema } from '../../contract/recipes.ts'
import { AppError } from '../../domain/errors.ts'

/** Recipes are a few kilobytes: anything much larger is another file. */
const MOST_BYTES = 1_000_000

/** A name with a folder or with .json is a file; anything else is the id of a shipped recipe. */
const isFile = (name: string): boolean => /[/\\]|\.json$/i.test(name)

/**
 * What `--recipe` names, as a request has it.
 * Errors: `not-found`, and `bad-input` that names every wrong field.
 */
export async function recipeOption(name: string): Promise<{ presetId: string; recipe?: Recipe }> {
  if (!isFile(name)) return { presetId: name }
  const recipe = await readRecipe(resolve(name))
  return { presetId: recipe.id, recipe }
}

async function readRecipe(file: string): Promise<Recipe> {
  const text = await readFile(file, 'utf8').catch(error => {
    throw new AppError('not-found', `The recipe ${file} cannot be read: ${error.message}.`, { file }, error)
  })
  if (text.length > MOST_BYTES) throw new AppError('bad-input', `${file} is too large for a recipe.`, { file })
  const parsed = recipeSchema.safeParse(parseJson(text, file))
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'record'}: ${message}`)
  throw new AppError(
    'bad-input',
    `${file} is no recipe: ${problems.join('; ')}. \`subarc recipes show quick\` prints one that is.`,
    { file, problems },
  )
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new AppError('bad-input', `${file} is not JSON: ${String(error)}`, { file }, error)
  }
}
