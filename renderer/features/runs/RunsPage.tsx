import Button from '@mui/material/Button'
import { useSearchParams } from 'react-router'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { Page } from '../../ui/Page.tsx'
import { RunsView } from './RunsView.tsx'
import { RunTrash } from './RunTrash.tsx'

/** All runs, or what was removed; which, stands in the address. */
export function RunsPage() {
  const [query, setQuery] = useSearchParams()
  if (query.get('trash') !== '1') return <RunsView />
  return (
    <Page
      fill
      title={t.runs.trash}
      subtitle={t.runs.removedRuns}
      actions={
        <>
          <Button color="secondary" onClick={() => setQuery({})}>
            {t.runs.backToTheRuns}
          </Button>
          <ButtonLink to="/train" variant="contained">
            {t.runs.trainANetwork}
          </ButtonLink>
        </>
      }
    >
      <RunTrash />
    </Page>
  )
}
