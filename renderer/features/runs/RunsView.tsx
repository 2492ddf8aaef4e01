import Button from '@mui/material/Button'
import LinearProgress from '@mui/material/LinearProgress'
import Stack from '@mui/material/Stack'
import { useCallback, useMemo, useState } from 'react'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Page } from '../../ui/Page.tsx'
import { ViewsButton } from '../savedViews/ViewsButton.tsx'
import { ImportRun } from '../take/ImportRun.tsx'
import { type ChosenRuns, RunFilters } from './RunFilters.tsx'
import { useRunFields, useRunGroups, useRunPages } from './runQueries.ts'
import { compareAddress, SelectionBar } from './SelectionBar.tsx'
import { ColumnsButton } from './table/ColumnsButton.tsx'
import { shownColumn } from './table/columnText.ts'
import { GroupsTable } from './table/GroupsTable.tsx'
import { RunsTable } from './table/RunsTable.tsx'
import { sortAfterPress, tableParameters } from './table/tableState.ts'
import { useTableState } from './table/useTableState.ts'

const NO_FIELDS: readonly never[] = []

/** The table of runs: chosen, sorted and grouped by the core; what is shown stands in the address. */
export function RunsView() {
  const [state, put] = useTableState()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const fields = useRunFields().data ?? NO_FIELDS
  const isGrouped = state.groupBy.length > 0
  const pages = useRunPages(state, !isGrouped)
  const groups = useRunGroups(state, fields, isGrouped && fields.length > 0)
  const asked = isGrouped ? groups : pages
  const rows = useMemo(() => pages.data?.pages.flatMap(page => page.rows) ?? [], [pages.data])
  const last = pages.data?.pages.at(-1)
  const total = isGrouped ? (groups.data?.total ?? 0) : (last?.total ?? 0)
  const count = isGrouped ? (groups.data?.groups.length ?? 0) : rows.length
  // Cells stay below the heads that they were asked for, until those of other columns are there.
  const [columnIds, setColumnIds] = useState(state.columns)
  if (!asked.isPlaceholderData && columnIds !== state.columns) setColumnIds(state.columns)
  const columns = useMemo(() => columnIds.map(id => shownColumn(id, fields)), [columnIds, fields])
  const by = useMemo(() => state.groupBy.map(id => shownColumn(id, fields)), [state.groupBy, fields])
  const { search, where, status, datasetId, archived, groupBy } = state
  const chosen = useMemo(
    (): ChosenRuns => ({ search, where, status, datasetId, archived, groupBy }),
    [search, where, status, datasetId, archived, groupBy],
  )
  const isFiltered = [search, where, status, datasetId].some(Boolean) || archived === 'only'

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const select = useCallback((ids: readonly string[], isSelected: boolean) => {
    setSelected(old => {
      const next = new Set(old)
      for (const id of ids) isSelected ? next.add(id) : next.delete(id)
      return next
    })
  }, [])
  const sortBy = useCallback(
    (field: string, isAdded: boolean) => put({ sort: sortAfterPress(state.sort, field, isAdded) }),
    [put, state.sort],
  )
  const setColumns = useCallback((next: readonly string[]) => put({ columns: next }), [put])
  const setBaseline = useCallback((baseline: string | undefined) => put({ baseline }), [put])

  return (
    <Page
      fill
      title={t.runs.runs}
      subtitle={t.runs.scoresAreOfTheValidationSide(
        asked.isPending ? t.runs.listingTheRuns : isGrouped ? t.runs.groups(total) : t.runs.runs2(total),
      )}
      actions={
        <>
          <ViewsButton />
          <ColumnsButton fields={fields} columns={state.columns} onColumns={setColumns} />
          <ButtonLink to="/runs?trash=1" color="secondary">
            {t.runs.openTheTrash}
          </ButtonLink>
          <ButtonLink to="/runs/import">{t.weights.importANetwork}</ButtonLink>
          <ImportRun />
          <ButtonLink to="/train" variant="contained">
            {t.runs.trainANetwork}
          </ButtonLink>
        </>
      }
    >
      <Stack sx={{ gap: 1 }}>
        <RunFilters fields={fields} chosen={chosen} onChange={put} />
        {!isGrouped && (
          <SelectionBar
            selected={[...selected]}
            isArchive={archived === 'only'}
            onClear={() => setSelected(new Set())}
          />
        )}
      </Stack>
      {asked.error && (
        <ErrorPanel error={asked.error} doing={t.runs.listingTheRuns} onRetry={() => void asked.refetch()} />
      )}
      {asked.error && state.baseline !== undefined && (
        <Button sx={{ alignSelf: 'flex-start' }} onClick={() => setBaseline(undefined)}>
          {t.runs.listThemWithoutABaseline}
        </Button>
      )}
      {asked.isPending && <LinearProgress aria-label={t.runs.listingTheRuns} />}
      {asked.isSuccess && count === 0 && (
        <Empty
          title={isFiltered ? t.runs.noRunFits : t.runs.noRunsYet}
          actions={!isFiltered && <ButtonLink to="/train">{t.runs.trainANetwork}</ButtonLink>}
        >
          {isFiltered ? t.runs.loosenTheSearchOrTheFilters : t.runs.eachTrainingBecomesARunWithIts}
        </Empty>
      )}
      {!isGrouped && rows.length > 0 && (
        <RunsTable
          rows={rows}
          total={total}
          columns={columns}
          sort={state.sort}
          baseline={last?.baseline ?? null}
          selected={selected}
          onSort={sortBy}
          onSelect={select}
          onBaseline={setBaseline}
          onNearEnd={more}
        />
      )}
      {isGrouped && groups.data && count > 0 && (
        <GroupsTable
          groups={groups.data.groups}
          by={by}
          columns={columns}
          sort={state.sort}
          onSort={sortBy}
          compareLink={group => compareAddress(group.ids)}
          linkTo={group => {
            const where = state.where === '' ? group.where : `(${state.where}) and ${group.where}`
            const parameters = tableParameters({ ...state, groupBy: [], where })
            const kept = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined)
            return `/runs?${new URLSearchParams(kept)}`
          }}
        />
      )}
    </Page>
  )
}
