import LinearProgress from '@mui/material/LinearProgress'
import { skipToken, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { MOST_COMPARED } from '../../../main/contract/comparison.ts'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Page } from '../../ui/Page.tsx'
import { usePut } from '../compare/usePut.ts'
import { ViewsButton } from '../savedViews/ViewsButton.tsx'
import { CompareRunsView } from './CompareRunsView.tsx'
import { comparedRuns } from './runLook.ts'

/** Two to twenty runs beside each other; which, and what of them is shown, stands in the address. */
export function CompareRunsPage() {
  const [query, put] = usePut()
  const text = query.get('ids') ?? ''
  const ids = useMemo(() => [...new Set(text.split(',').filter(Boolean))].slice(0, MOST_COMPARED), [text])
  const isEnough = ids.length > 1
  const differences = useQuery(
    api.comparison.differences.queryOptions({ input: isEnough ? { ids } : skipToken, placeholderData: old => old }),
  )
  const runs = useMemo(() => comparedRuns(differences.data?.runs ?? []), [differences.data])
  return (
    <Page
      title={t.compareRuns.compareRuns}
      subtitle={
        isEnough
          ? t.compareRuns.theOthersAreHeldAgainstA(t.compareRuns.runs(ids.length))
          : t.compareRuns.whichIsBetterAndWhy
      }
      actions={
        <>
          {isEnough && <ViewsButton />}
          <ButtonLink to="/runs" variant="outlined">
            {t.compareRuns.chooseRuns}
          </ButtonLink>
        </>
      }
    >
      {!isEnough && (
        <Empty
          title={t.compareRuns.twoRunsOrMore}
          actions={<ButtonLink to="/runs">{t.compareRuns.chooseRuns}</ButtonLink>}
        >
          {t.compareRuns.selectRunsInTheTableAndPress}
        </Empty>
      )}
      {isEnough && differences.isPending && <LinearProgress aria-label={t.compareRuns.readingTheRuns} />}
      {differences.error && <ErrorPanel error={differences.error} doing={t.compareRuns.comparingTheRuns} />}
      {isEnough && differences.data && (
        <CompareRunsView runs={runs} differences={differences.data} onIds={next => put({ ids: next.join(',') })} />
      )}
    </Page>
  )
}
