import Autocomplete from '@mui/material/Autocomplete'
import TextField from '@mui/material/TextField'
import type { RunField } from '../../../../main/contract/runTable.ts'
import { t } from '../../../text/t.ts'

interface GroupByFieldProps {
  readonly fields: readonly RunField[]
  readonly groupBy: readonly string[]
  readonly onGroupBy: (groupBy: readonly string[]) => void
}

/** What people group by most, first. */
const USUAL = ['setup', 'dataset', 'recipe', 'network', 'seed', 'device', 'status', 'tags']
const MOST = 4

/** Fields whose equal values make a group. Series have another value in each run and make none. */
export function GroupByField({ fields, groupBy, onGroupBy }: GroupByFieldProps) {
  const rank = (name: string) => (USUAL.includes(name) ? USUAL.indexOf(name) : USUAL.length)
  const names = fields
    .filter(({ isSeries, name }) => !isSeries && name !== 'id' && name !== 'name' && name !== 'notes')
    .map(({ name }) => name)
    .sort((a, b) => rank(a) - rank(b))
  const titleOf = (name: string) => fields.find(field => field.name === name)?.title ?? name
  return (
    <Autocomplete
      multiple
      size="small"
      options={names}
      value={[...groupBy]}
      onChange={(_, next) => onGroupBy(next.slice(0, MOST))}
      getOptionLabel={titleOf}
      limitTags={2}
      disableCloseOnSelect={false}
      sx={{ minWidth: 232, maxWidth: 360 }}
      renderInput={params => (
        <TextField {...params} label={t.runs.groupBy} placeholder={groupBy.length === 0 ? t.runs.eachRunARow : ''} />
      )}
    />
  )
}
