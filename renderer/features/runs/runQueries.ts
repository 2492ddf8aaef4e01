import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { errorFromCall } from '../../../main/contract/client.ts'
import type { RunField } from '../../../main/contract/runTable.ts'
import { api, client, queryClient } from '../../app/api.ts'
import { showToast } from '../../app/toasts.ts'
import { t } from '../../text/t.ts'
import { shownColumn } from './table/columnText.ts'
import type { TableState } from './table/tableState.ts'

const PAGE = 100

/** What of the table's state chooses runs. */
const choiceOf = ({ search, where, status, datasetId, archived }: TableState) => ({
  ...{ search, where, archived },
  ...(status === undefined ? {} : { status }),
  ...(datasetId === undefined ? {} : { datasetId }),
})

const loadedBefore = (pages: readonly { readonly count: number }[]) => pages.reduce((sum, { count }) => sum + count, 0)

/** Runs in pages, each fetched when the list has been scrolled near to it. */
export function useRunPages(state: TableState, enabled: boolean) {
  const { columns, sort, baseline } = state
  return useInfiniteQuery(
    api.runTable.rows.infiniteOptions({
      input: (offset: number) => ({
        ...choiceOf(state),
        ...(baseline === undefined ? {} : { baseline }),
        ...{ columns: [...columns], sort: [...sort], offset, limit: PAGE },
      }),
      initialPageParam: 0,
      getNextPageParam: (last, pages) => {
        const loaded = loadedBefore(pages.map(({ rows }) => ({ count: rows.length })))
        return loaded < last.total && last.rows.length > 0 ? loaded : undefined
      },
      placeholderData: previous => previous,
      enabled,
    }),
  )
}

const MOST_GROUPS = 1000

/** The same runs as groups. */
export function useRunGroups(state: TableState, fields: readonly RunField[], enabled: boolean) {
  const { columns, sort, groupBy } = state
  // Groups have no name or moment of their own: only what they can be sorted by is asked for.
  const sortable = sort.filter(({ field }) => groupBy.includes(field) || shownColumn(field, fields).isNumber)
  return useQuery(
    api.runTable.groups.queryOptions({
      input: {
        ...choiceOf(state),
        ...{ columns: [...columns], sort: sortable, by: [...groupBy], limit: MOST_GROUPS },
      },
      placeholderData: previous => previous,
      enabled,
    }),
  )
}

export const useRunFields = () => useQuery(api.runTable.fields.queryOptions({ placeholderData: previous => previous }))

const refreshRuns = () => {
  void queryClient.invalidateQueries({ queryKey: api.runs.key() })
  void queryClient.invalidateQueries({ queryKey: api.runTable.key() })
}

const refused = (error: unknown) => showToast({ severity: 'error', message: errorFromCall(error).message })

/** Name, notes or tags of a run. */
export const useUpdateRun = () =>
  useMutation(api.runs.update.mutationOptions({ onSuccess: refreshRuns, onError: refused }))

export const useRestoreRun = () =>
  useMutation(api.runs.restore.mutationOptions({ onSuccess: refreshRuns, onError: refused }))

export const useArchiveRuns = () =>
  useMutation(
    api.runTable.archive.mutationOptions({
      onSuccess: ({ changed }, { archived }) => {
        refreshRuns()
        const runs = changed === 1 ? t.runs.theRunIs : t.runs.runsAre(changed)
        showToast({
          severity: 'info',
          message: archived ? t.runs.inTheArchive(runs) : t.runs.backInTheTable(runs),
          ...(archived ? { link: { to: '/runs?archived=only', label: t.runs.showTheArchive } } : {}),
        })
      },
      onError: refused,
    }),
  )

export const useRemoveRun = (onRemoved: () => void = () => undefined) =>
  useMutation({
    mutationFn: ({ id }: { id: string; name: string }) => client.runs.remove({ id }),
    onSuccess: (_, { name }) => {
      refreshRuns()
      showToast({
        severity: 'info',
        message: t.runs.isInTheTrash(name),
        link: { to: '/runs?trash=1', label: t.runs.openTheTrash },
      })
      onRemoved()
    },
    onError: refused,
  })
