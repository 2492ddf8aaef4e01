import { AppError } from '../../domain/errors.ts'
import { type ModelKind, tensorsOfModel } from '../modelRecord.ts'
import type { OptimisationSettings } from '../port.ts'
import type { LastCheckpoint, RunRecord } from './checkpoint.ts'
import type { DataIdentity } from './identity.ts'

/** The settings that decide the weights; how often a checkpoint is written does not. */
export function decidingSettings(settings: OptimisationSettings): RunRecord['settings'] {
  const { checkpointEverySeconds: _, ...deciding } = settings
  return JSON.parse(JSON.stringify(deciding))
}

/**
 * Refuses to go on with a checkpoint of another network, other data or other settings.
 * @throws AppError 'conflict' naming what differs, 'bad-input' naming the tensors of another network
 */
export function checkResumable<C extends object>(
  kind: ModelKind<C>,
  now: { readonly network: C; readonly data: DataIdentity; readonly settings: OptimisationSettings },
  last: LastCheckpoint<C>,
): void {
  tensorsOfModel(kind, now.network, last.state.tensors, 'The checkpoint')
  refuseDifferences('network', differences(last.network, now.network))
  refuseDifferences('training data', differences(last.run.data, now.data))
  refuseDifferences('settings', differences(last.run.settings, decidingSettings(now.settings)))
}

/** Why the resumed run will not be bit-identical to an uninterrupted one; undefined where it will. */
export function planChange(before: RunRecord['plan'], now: RunRecord['plan']): string | undefined {
  const changed = differences(before, now)
  if (changed.length === 0) return undefined
  return `The checkpoint was made under another execution plan (${changed.join('; ')}): the run goes on, but not bit for bit.`
}

function refuseDifferences(what: string, found: readonly string[]): void {
  if (found.length === 0) return
  throw new AppError(
    'conflict',
    `The run cannot be resumed: its checkpoint was made with other ${what} (${found.join('; ')}). ` +
      'Resume with the same, or start a new run.',
    { what, differences: found },
  )
}

/** `key: before, now after` for each key whose value differs. */
function differences(before: object, after: object): string[] {
  const a = new Map<string, unknown>(Object.entries(before))
  const b = new Map<string, unknown>(Object.entries(after))
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter(key => stable(a.get(key)) !== stable(b.get(key)))
    .map(key => `${key}: ${stable(a.get(key))}, now ${stable(b.get(key))}`)
}

/** JSON with sorted keys, so that two records are equal whatever order they were written in. */
function stable(value: unknown): string {
  if (value === undefined) return 'absent'
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1)))
      : inner,
  )
}
