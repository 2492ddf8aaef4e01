import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { MOST_COMPARED } from '../../../main/contract/comparison.ts'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { useArchiveRuns } from './runQueries.ts'

interface SelectionBarProps {
  readonly selected: readonly string[]
  readonly isArchive: boolean
  readonly onClear: () => void
}

export const compareAddress = (ids: readonly string[]): string =>
  `/compare/runs?ids=${ids.slice(0, MOST_COMPARED).join(',')}`

/** What can be done with the runs that are selected. Its place is kept free, so that the table does not jump. */
export function SelectionBar({ selected, isArchive, onClear }: SelectionBarProps) {
  const archive = useArchiveRuns()
  const count = selected.length
  const isMany = count > MOST_COMPARED
  return (
    <Box
      role="group"
      aria-label={t.runs.selectedRuns}
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', minHeight: 32 }}
    >
      <Box role="status" sx={{ typography: 'body2', color: 'text.secondary', minWidth: 160 }}>
        {count === 0 ? t.runs.selectRunsToCompareThem : t.runs.selected(t.runs.runs2(count))}
        {isMany && t.runs.theFirstAreCompared(MOST_COMPARED)}
      </Box>
      {count > 0 && (
        <>
          {count > 1 && (
            <ButtonLink to={compareAddress(selected)} variant="contained" size="small">
              {t.runs.compare}
            </ButtonLink>
          )}
          <Button
            size="small"
            color="secondary"
            disabled={archive.isPending}
            onClick={() => archive.mutate({ ids: [...selected], archived: !isArchive }, { onSuccess: onClear })}
          >
            {isArchive ? t.runs.takeOutOfTheArchive : t.runs.archive}
          </Button>
          <Button size="small" color="secondary" onClick={onClear}>
            {t.runs.selectNone}
          </Button>
        </>
      )}
    </Box>
  )
}
