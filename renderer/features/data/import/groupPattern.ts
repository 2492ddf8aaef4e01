import { t } from '../../../text/t.ts'
/** What is wrong with a group pattern, for the person who typed it; null where it may stand, or is left empty. */
export function groupPatternProblem(pattern: string): string | null {
  if (pattern === '') return null
  try {
    // With an empty alternative every expression matches, and the match tells how many groups there are.
    const groups = (new RegExp(`${pattern}|`).exec('')?.length ?? 1) - 1
    return groups === 1 ? null : t.data.itNeedsExactlyOneGroupIn(groups)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
