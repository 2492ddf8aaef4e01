import Button from '@mui/material/Button'
import LinearProgress from '@mui/material/LinearProgress'
import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { jobStatusSchema } from '../../../main/contract/jobs.ts'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { plural } from '../../ui/format.ts'
import { Page } from '../../ui/Page.tsx'
import { useDebounced } from '../../ui/useDebounced.ts'
import { ImportRun } from '../take/ImportRun.tsx'
import { type RunFilter, RunFilters } from './RunFilters.tsx'
import { RunsTable } from './RunsTable.tsx'
import { RunTrash } from './RunTrash.tsx'
import { type RunSort, SORTS, useRunPages } from './runQueries.ts'

/** All runs, sorted and filtered by the core; what is chosen stands in the address. */
export function RunsPage() {
  const [query, setQuery] = useSearchParams()
  const isTrash = query.get('trash') === '1'
  const filter: RunFilter = {
    search: query.get('search') ?? '',
    status: jobStatusSchema.options.find(status => status === query.get('status')),
    datasetId: query.get('dataset') ?? undefined,
  }
  const sort = SORTS.find(name => name === query.get('sort')) ?? 'createdAt'
  const descending = query.get('order') !== 'up'
  const search = useDebounced(filter.search, 250)
  const pages = useRunPages({ ...filter, search, sort, descending })
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages
  const runs = useMemo(() => pages.data?.pages.flatMap(page => page.runs) ?? [], [pages.data])
  const total = pages.data?.pages.at(-1)?.total ?? 0
  const isFiltered = filter.search !== '' || filter.status !== undefined || filter.datasetId !== undefined

  const put = (changes: Record<string, string | undefined>) =>
    setQuery(
      old => {
        const next = new URLSearchParams(old)
        for (const [key, value] of Object.entries(changes)) value ? next.set(key, value) : next.delete(key)
        return next
      },
      { replace: true },
    )
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])

  return (
    <Page
      fill
      title={isTrash ? 'Trash' : 'Runs'}
      subtitle={isTrash ? 'Removed runs' : `${plural(total, 'run')}. Scores are of the validation side.`}
      actions={
        <>
          <Button color="secondary" onClick={() => put({ trash: isTrash ? undefined : '1' })}>
            {isTrash ? 'Back to the runs' : 'Open the trash'}
          </Button>
          <ButtonLink to="/runs/import">{t.weights.importANetwork}</ButtonLink>
          <ImportRun />
          <ButtonLink to="/train" variant="contained">
            Train a network
          </ButtonLink>
        </>
      }
    >
      {isTrash ? (
        <RunTrash />
      ) : (
        <>
          <RunFilters
            filter={filter}
            onFilter={next => put({ search: next.search, status: next.status, dataset: next.datasetId })}
          />
          {pages.error && (
            <ErrorPanel error={pages.error} doing="Listing the runs" onRetry={() => void pages.refetch()} />
          )}
          {pages.isPending && <LinearProgress aria-label="Listing the runs" />}
          {pages.isSuccess && runs.length === 0 && (
            <Empty
              title={isFiltered ? 'No run fits' : 'No runs yet'}
              actions={!isFiltered && <ButtonLink to="/train">Train a network</ButtonLink>}
            >
              {isFiltered
                ? 'Loosen the search or the filters.'
                : 'Each training becomes a run, with its curves, weights, settings and scores.'}
            </Empty>
          )}
          {runs.length > 0 && (
            <RunsTable
              runs={runs}
              total={total}
              sort={sort}
              descending={descending}
              onSort={(next: RunSort, down: boolean) => put({ sort: next, order: down ? undefined : 'up' })}
              onNearEnd={more}
            />
          )}
        </>
      )}
    </Page>
  )
}
