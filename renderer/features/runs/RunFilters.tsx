import Box from '@mui/material/Box'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import { useQuery } from '@tanstack/react-query'
import { memo, useCallback } from 'react'
import { jobStatusSchema } from '../../../main/contract/jobs.ts'
import type { RunField } from '../../../main/contract/runTable.ts'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { useDraft } from '../../ui/useDraft.ts'
import { FilterField } from './filter/FilterField.tsx'
import { GroupByField } from './table/GroupByField.tsx'
import type { TableState } from './table/tableState.ts'

const ANY = 'any'
const SETTLE_MILLISECONDS = 200
const ARCHIVE = { hide: t.runs.withoutArchived, show: t.runs.withArchived, only: t.runs.archivedOnly } as const

/** What of the table's state chooses runs, and whether as groups. */
export type ChosenRuns = Pick<TableState, 'search' | 'where' | 'status' | 'datasetId' | 'archived' | 'groupBy'>

interface RunFiltersProps {
  readonly fields: readonly RunField[]
  readonly chosen: ChosenRuns
  readonly onChange: (change: Partial<TableState>) => void
}

/** Which runs are listed, and whether as groups. Not drawn anew with the table's order and columns. */
export const RunFilters = memo(function RunFilters({ fields, chosen, onChange }: RunFiltersProps) {
  const datasets = useQuery(api.datasets.list.queryOptions())
  const onSearch = useCallback((search: string) => onChange({ search }), [onChange])
  const onWhere = useCallback((where: string) => onChange({ where }), [onChange])
  return (
    <Box role="search" sx={{ display: 'flex', flexDirection: 'column', gap: 1 }}>
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>
        <SearchField value={chosen.search} onValue={onSearch} />
        <TextField
          select
          label={t.runs.status}
          value={chosen.status ?? ANY}
          onChange={event =>
            onChange({ status: jobStatusSchema.options.find(status => status === event.target.value) })
          }
          sx={{ minWidth: 120 }}
        >
          <MenuItem value={ANY}>{t.runs.any}</MenuItem>
          {jobStatusSchema.options.map(status => (
            <MenuItem key={status} value={status}>
              {status}
            </MenuItem>
          ))}
        </TextField>
        <TextField
          select
          label={t.runs.dataset}
          value={datasets.data?.some(({ id }) => id === chosen.datasetId) ? chosen.datasetId : ANY}
          onChange={event => onChange({ datasetId: event.target.value === ANY ? undefined : event.target.value })}
          sx={{ minWidth: 152 }}
        >
          <MenuItem value={ANY}>{t.runs.any}</MenuItem>
          {(datasets.data ?? []).map(dataset => (
            <MenuItem key={dataset.id} value={dataset.id}>
              {dataset.name}
            </MenuItem>
          ))}
        </TextField>
        <TextField
          select
          label={t.runs.archive}
          value={chosen.archived}
          onChange={event => onChange({ archived: event.target.value as TableState['archived'] })}
          sx={{ minWidth: 152 }}
        >
          {Object.entries(ARCHIVE).map(([value, title]) => (
            <MenuItem key={value} value={value}>
              {title}
            </MenuItem>
          ))}
        </TextField>
        <GroupByField fields={fields} groupBy={chosen.groupBy} onGroupBy={groupBy => onChange({ groupBy })} />
      </Box>
      <FilterField fields={fields} value={chosen.where} onValue={onWhere} />
    </Box>
  )
})

/** Its own state: a key must not wait for the table to be drawn. */
function SearchField({ value, onValue }: { value: string; onValue: (search: string) => void }) {
  const { text, setText } = useDraft(value, onValue, SETTLE_MILLISECONDS)
  return (
    <TextField
      label={t.runs.search}
      type="search"
      value={text}
      onChange={event => setText(event.target.value)}
      placeholder={t.runs.nameDatasetNetworkNotesTags}
      sx={{ width: 264 }}
    />
  )
}
