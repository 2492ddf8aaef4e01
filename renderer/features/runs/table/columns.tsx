import Box from '@mui/material/Box'
import MuiLink from '@mui/material/Link'
import { createColumnHelper, tableFeatures } from '@tanstack/react-table'
import { Link } from 'react-router'
import { jobStatusSchema } from '../../../../main/contract/jobs.ts'
import type { RunCell, RunRow } from '../../../../main/contract/runTable.ts'
import { t } from '../../../text/t.ts'
import { InlineText } from '../InlineText.tsx'
import { parseTags } from '../parseTags.ts'
import { RunStatusChip } from '../RunStatusChip.tsx'
import { differenceText, type ShownColumn, valueText } from './columnText.ts'

export type EditRun = (id: string, change: { notes: string } | { tags: string[] }) => void

export const runTableFeatures = tableFeatures({})
const helper = createColumnHelper<typeof runTableFeatures, RunRow>()

const WIDTHS: Readonly<Record<string, number>> = {
  name: 208,
  status: 112,
  dataset: 144,
  recipe: 120,
  network: 176,
  device: 96,
  duration: 136,
  created: 144,
  tags: 112,
  notes: 144,
  setup: 96,
}
const NUMBER_WIDTH = 128
const TEXT_WIDTH = 136

export const widthOf = ({ ref, isNumber, title }: ShownColumn): number =>
  WIDTHS[ref.name] ?? Math.max(isNumber ? NUMBER_WIDTH : TEXT_WIDTH, Math.min(200, 7 * title.length + 40))

interface CellContext {
  readonly columns: readonly ShownColumn[]
  readonly baseline: RunRow | null
  readonly edit: EditRun
}

/** The run's name, then the columns that were chosen. */
export const runColumns = (context: CellContext) =>
  helper.columns([
    helper.display({
      id: 'name',
      header: t.runs.run,
      cell: ({ row: { original } }) => (
        <MuiLink component={Link} to={`/runs/${original.run.id}`} sx={{ fontWeight: 600, color: 'text.primary' }}>
          {original.run.name}
        </MuiLink>
      ),
    }),
    ...context.columns.map((column, index) =>
      helper.display({
        id: column.id,
        header: column.title,
        cell: ({ row: { original } }) => cellContent(original, column, index, context),
      }),
    ),
  ])

function cellContent(row: RunRow, column: ShownColumn, index: number, { baseline, edit }: CellContext) {
  const { run } = row
  const cell = row.cells[index]
  if (cell === undefined) return null
  switch (column.id) {
    case 'status': {
      const status = jobStatusSchema.safeParse(cell.value)
      return status.success ? <RunStatusChip status={status.data} /> : valueText(cell.value, column.ref)
    }
    case 'dataset':
      return run.datasetId === null ? (
        valueText(cell.value, column.ref)
      ) : (
        <MuiLink component={Link} to={`/data/${run.datasetId}`} sx={{ color: 'text.primary' }}>
          {valueText(cell.value, column.ref)}
        </MuiLink>
      )
    case 'tags':
      return (
        <InlineText
          value={run.tags.join(', ')}
          label={t.runs.tagsOf(run.name)}
          placeholder={t.runs.addTags}
          onSave={text => edit(run.id, { tags: parseTags(text) })}
        />
      )
    case 'notes':
      return (
        <InlineText
          value={run.notes}
          label={t.runs.notesOf(run.name)}
          placeholder={t.runs.addNotes}
          onSave={notes => edit(run.id, { notes })}
        />
      )
    default: {
      const isBaseline = baseline?.run.id === run.id
      return <ValueCell cell={cell} column={column} baseline={isBaseline ? undefined : baseline?.cells[index]} />
    }
  }
}

/** A value; of a series the step at which it was read; the difference from the baseline, where there is one. */
function ValueCell({ cell, column, baseline }: { cell: RunCell; column: ShownColumn; baseline: RunCell | undefined }) {
  const difference = differenceText(cell, baseline, column.ref)
  const isOther =
    difference === null && baseline !== undefined && column.ref.name !== 'created' && !sameValue(cell, baseline)
  return (
    <span title={cell.step === null ? undefined : t.runs.atStep2(cell.step)}>
      {isOther ? <strong>{valueText(cell.value, column.ref)}</strong> : valueText(cell.value, column.ref)}
      {difference !== null && <Small>{difference}</Small>}
      {cell.step !== null && <Small>@{cell.step.toLocaleString('en-US')}</Small>}
    </span>
  )
}

const sameValue = (a: RunCell, b: RunCell): boolean => JSON.stringify(a.value) === JSON.stringify(b.value)

const Small = ({ children }: { children: React.ReactNode }) => (
  <Box component="span" className="small">
    {children}
  </Box>
)
