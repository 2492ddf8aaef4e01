import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { CellValue } from '../../../../main/contract/runTable.ts'
import { literalText } from '../../../../main/domain/runQuery/text.ts'
import { api } from '../../../app/api.ts'
import { useRunFields } from '../../runs/runQueries.ts'
import { type ShownColumn, shownColumn } from '../../runs/table/columnText.ts'
import type { ComparedRun } from '../runLook.ts'

/** A field with its value in each of the compared runs, in their order. */
export interface FieldValues {
  readonly column: ShownColumn
  readonly values: readonly CellValue[]
}

/** The values of fields in the compared runs. */
export function useFieldValues(runs: readonly ComparedRun[], columns: readonly string[]) {
  const fields = useRunFields()
  const where = `id in (${runs.map(({ run }) => literalText(run.id)).join(', ')})`
  const table = useQuery(
    api.runTable.rows.queryOptions({
      input: { where, columns: [...columns], archived: 'show', limit: runs.length },
      placeholderData: old => old,
      enabled: columns.length > 0,
    }),
  )
  const known = fields.data
  const values = useMemo((): readonly FieldValues[] => {
    if (!table.data || !known) return []
    const rows = new Map(table.data.rows.map(row => [row.run.id, row.cells]))
    return table.data.columns.map((id, at) => ({
      column: shownColumn(id, known),
      values: runs.map(({ run }) => rows.get(run.id)?.[at]?.value ?? null),
    }))
  }, [table.data, known, runs])
  return { values, fields: known ?? [], error: table.error ?? fields.error, isPending: table.isPending }
}
