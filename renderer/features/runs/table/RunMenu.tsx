import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { useNavigate } from 'react-router'
import type { RunRow } from '../../../../main/contract/runTable.ts'
import { t } from '../../../text/t.ts'

interface RunMenuProps {
  readonly row: RunRow
  readonly anchor: HTMLElement
  readonly isBaseline: boolean
  readonly onClose: () => void
  readonly onBaseline: (id: string | undefined) => void
  readonly onArchive: (row: RunRow) => void
  readonly onRemove: (row: RunRow) => void
}

/** What can be done with one run. */
export function RunMenu({ row, anchor, isBaseline, onClose, onBaseline, onArchive, onRemove }: RunMenuProps) {
  const navigate = useNavigate()
  const done = (act: () => void) => () => {
    onClose()
    act()
  }
  return (
    <Menu open anchorEl={anchor} onClose={onClose}>
      <MenuItem onClick={done(() => void navigate(`/runs/${row.run.id}`))}>{t.common.open}</MenuItem>
      <MenuItem onClick={done(() => onBaseline(isBaseline ? undefined : row.run.id))}>
        {isBaseline ? t.runs.noBaseline : t.runs.compareTheOthersWithItBaseline}
      </MenuItem>
      <MenuItem onClick={done(() => onArchive(row))}>
        {row.archived ? t.runs.takeOutOfTheArchive : t.runs.moveToTheArchive}
      </MenuItem>
      <MenuItem onClick={done(() => onRemove(row))}>{t.runs.moveToTheTrash}</MenuItem>
    </Menu>
  )
}
