import MoreIcon from '@mui/icons-material/MoreVert'
import Checkbox from '@mui/material/Checkbox'
import IconButton from '@mui/material/IconButton'
import { FlexRender, type Row } from '@tanstack/react-table'
import { type MouseEvent, memo } from 'react'
import type { RunRow } from '../../../../main/contract/runTable.ts'
import { t } from '../../../text/t.ts'
import type { runTableFeatures } from './columns.tsx'
import type { ShownColumn } from './columnText.ts'
import { ROW_HEIGHT } from './tableLook.ts'

interface RunTableRowProps {
  /** The same object as long as the run and the columns are. */
  readonly line: Row<typeof runTableFeatures, RunRow>
  readonly columns: readonly ShownColumn[]
  /** Its place among all rows, the head at 1. */
  readonly rowIndex: number
  readonly isSelected: boolean
  readonly isBaseline: boolean
  readonly onSelect: (id: string) => void
  readonly onOpen: (id: string) => void
  readonly onMenu: (row: RunRow, anchor: HTMLElement) => void
}

/**
 * A run of the table. Drawn anew only when something of its own has changed. Its cells are plain elements with the table's
 * look: hundreds of MUI's would be made with each order of the table.
 */
export const RunTableRow = memo(function RunTableRow(props: RunTableRowProps) {
  const { line, columns, rowIndex, isSelected, isBaseline, onSelect, onOpen, onMenu } = props
  const { run, archived } = line.original
  return (
    <tr
      aria-rowindex={rowIndex}
      className={rowClass({ archived, isBaseline, isSelected })}
      style={{ height: ROW_HEIGHT }}
      onDoubleClick={() => onOpen(run.id)}
    >
      <td className="check">
        <Checkbox
          size="small"
          checked={isSelected}
          onChange={() => onSelect(run.id)}
          slotProps={{ input: { 'aria-label': t.runs.select(run.name) } }}
        />
      </td>
      {line.getAllCells().map((cell, index) => (
        // The name comes before the columns.
        <td key={cell.id} className={index === 0 ? 'name' : columns[index - 1]?.isNumber ? 'number' : undefined}>
          <FlexRender cell={cell} />
        </td>
      ))}
      <td className="more">
        <IconButton
          size="small"
          aria-label={t.runs.whatToDoWith(run.name)}
          aria-haspopup="menu"
          onClick={(event: MouseEvent<HTMLElement>) => onMenu(line.original, event.currentTarget)}
        >
          <MoreIcon fontSize="small" />
        </IconButton>
      </td>
    </tr>
  )
})

const rowClass = (is: { archived: boolean; isBaseline: boolean; isSelected: boolean }): string =>
  [is.archived && 'archived', is.isBaseline && 'baseline', is.isSelected && 'selected'].filter(Boolean).join(' ')
