import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { errorFromCall } from '../../../main/contract/client.ts'
import type { JobStatus } from '../../../main/contract/jobs.ts'
import { api, client, queryClient } from '../../app/api.ts'
import { showToast } from '../../app/toasts.ts'

export const SORTS = ['createdAt', 'name', 'psnr', 'ssim', 'duration', 'status', 'dataset'] as const
export type RunSort = (typeof SORTS)[number]

/** Which runs are listed, and in which order; the core sorts and filters. */
export interface RunQuery {
  readonly search: string
  readonly status: JobStatus | undefined
  readonly datasetId: string | undefined
  readonly sort: RunSort
  readonly descending: boolean
}

const PAGE = 100

/** Runs in pages, each fetched when the list has been scrolled near to it. */
export function useRunPages({ status, datasetId, ...query }: RunQuery) {
  return useInfiniteQuery(
    api.runs.list.infiniteOptions({
      input: (offset: number) => ({
        ...query,
        ...(status === undefined ? {} : { status }),
        ...(datasetId === undefined ? {} : { datasetId }),
        offset,
        limit: PAGE,
      }),
      initialPageParam: 0,
      getNextPageParam: (last, pages) => {
        const loaded = pages.reduce((sum, page) => sum + page.runs.length, 0)
        return loaded < last.total && last.runs.length > 0 ? loaded : undefined
      },
      placeholderData: previous => previous,
    }),
  )
}

const refreshRuns = () => void queryClient.invalidateQueries({ queryKey: api.runs.key() })

const refused = (error: unknown) => showToast({ severity: 'error', message: errorFromCall(error).message })

/** Name, notes or tags of a run. */
export const useUpdateRun = () =>
  useMutation(api.runs.update.mutationOptions({ onSuccess: refreshRuns, onError: refused }))

export const useRestoreRun = () =>
  useMutation(api.runs.restore.mutationOptions({ onSuccess: refreshRuns, onError: refused }))

export const useRemoveRun = (onRemoved: () => void = () => undefined) =>
  useMutation({
    mutationFn: ({ id }: { id: string; name: string }) => client.runs.remove({ id }),
    onSuccess: (_, { name }) => {
      refreshRuns()
      showToast({
        severity: 'info',
        message: `${name} is in the trash.`,
        link: { to: '/runs?trash=1', label: 'Open the trash' },
      })
      onRemoved()
    },
    onError: refused,
  })
