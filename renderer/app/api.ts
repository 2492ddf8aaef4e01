import { ORPCError } from '@orpc/client'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { QueryClient } from '@tanstack/react-query'
import { createClient } from '../../main/contract/client.ts'

/** The core's typed calls, as functions. */
export const client = createClient({
  origin: window.location.origin,
  fetch: request => fetch(request),
})

/** The same calls as query and mutation options: `useQuery(api.datasets.list.queryOptions())`. */
export const api = createTanstackQueryUtils(client)

/** A refusal stays a refusal: only calls that got no answer are tried again. */
const worthAnotherTry = (error: unknown): boolean => !(error instanceof ORPCError)

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Jobs that end refresh what they changed (jobs/refresh.ts), so nothing needs polling.
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 3 && worthAnotherTry(error),
      // The core is on this machine or in this network: being offline says nothing about it.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})
