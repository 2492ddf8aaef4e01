import Stack from '@mui/material/Stack'
import { Page } from '../../ui/Page.tsx'
import { RecentRuns } from './RecentRuns.tsx'
import { StartActions } from './StartActions.tsx'

/** Three ways in, and what was done last. */
export function HomePage() {
  return (
    <Page title="Home" subtitle="What shall I do next?">
      <Stack sx={{ gap: 4, maxWidth: 1440, width: '100%' }}>
        <StartActions />
        <RecentRuns />
      </Stack>
    </Page>
  )
}
