import Box from '@mui/material/Box'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import { useQuery } from '@tanstack/react-query'
import { type JobStatus, jobStatusSchema } from '../../../main/contract/jobs.ts'
import { api } from '../../app/api.ts'

export interface RunFilter {
  readonly search: string
  readonly status: JobStatus | undefined
  readonly datasetId: string | undefined
}

const ANY = 'any'

/** Which runs are listed. */
export function RunFilters({ filter, onFilter }: { filter: RunFilter; onFilter: (filter: RunFilter) => void }) {
  const datasets = useQuery(api.datasets.list.queryOptions())
  return (
    <Box role="search" sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>
      <TextField
        label="Search"
        type="search"
        value={filter.search}
        onChange={event => onFilter({ ...filter, search: event.target.value })}
        placeholder="name, dataset, network, notes, tags"
        sx={{ width: 280 }}
      />
      <TextField
        select
        label="Status"
        value={filter.status ?? ANY}
        onChange={event =>
          onFilter({ ...filter, status: jobStatusSchema.options.find(status => status === event.target.value) })
        }
        sx={{ minWidth: 136 }}
      >
        <MenuItem value={ANY}>any</MenuItem>
        {jobStatusSchema.options.map(status => (
          <MenuItem key={status} value={status}>
            {status}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        label="Dataset"
        value={filter.datasetId ?? ANY}
        onChange={event =>
          onFilter({ ...filter, datasetId: event.target.value === ANY ? undefined : event.target.value })
        }
        sx={{ minWidth: 168 }}
      >
        <MenuItem value={ANY}>any</MenuItem>
        {(datasets.data ?? []).map(dataset => (
          <MenuItem key={dataset.id} value={dataset.id}>
            {dataset.name}
          </MenuItem>
        ))}
      </TextField>
    </Box>
  )
}
