import type { SxProps, Theme } from '@mui/material/styles'

export const ROW_HEIGHT = 41

/** One rule for all cells: a rule a cell would be worked out thousands of times while the table is scrolled. */
export const TABLE_LOOK: SxProps<Theme> = {
  tableLayout: 'fixed',
  '& th, & td': { px: 1, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& td': { py: 0.5 },
  '& tbody tr:hover': { bgcolor: 'action.hover' },
  '& tbody tr.selected': { bgcolor: 'action.selected' },
  '& tbody td': { typography: 'body2', color: 'text.primary', borderBottom: 1, borderColor: 'divider' },
  '& .number': { textAlign: 'right' },
  '& .check .MuiCheckbox-root': { p: 0.5 },
  '& .check, & .more': { px: 0.5 },
  '& .head': { overflow: 'hidden', textOverflow: 'ellipsis' },
  // The name stays while the columns are scrolled.
  '& .check, & .name': { position: 'sticky', bgcolor: 'background.default', zIndex: 1 },
  '& thead .check, & thead .name': { zIndex: 3 },
  '& .check': { left: 0 },
  '& .name': { left: 44 },
  '& .small': { ml: 0.75, typography: 'caption', color: 'text.secondary' },
  '& tr.archived td': { fontStyle: 'italic' },
  '& tr.baseline td': { borderBottom: 2, borderColor: 'primary.main', bgcolor: 'background.paper' },
  '& tr.baseline': { position: 'sticky', top: 37, zIndex: 2 },
}
