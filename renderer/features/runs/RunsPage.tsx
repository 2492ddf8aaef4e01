import Button from '@mui/material/Button'
import { useSearchParams } from 'react-router'
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
      title="Trash"
      subtitle="Removed runs"
      actions={
        <>
          <Button color="secondary" onClick={() => setQuery({})}>
            Back to the runs
          </Button>
          <ButtonLink to="/train" variant="contained">
            Train a network
          </ButtonLink>
        </>
      }
    >
      <RunTrash />
    </Page>
  )
}
