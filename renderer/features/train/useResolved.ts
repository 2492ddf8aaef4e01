import { skipToken, useQuery } from '@tanstack/react-query'
import { client } from '../../app/api.ts'
import type { StageStart } from './request.ts'

const resolve = async (start: StageStart) =>
  start.kind === 'images' ? client.training.resolve(start.request) : client.classifiers.resolve(start.request)

/** The configuration that a start would use; until it is known, the one before. Nothing while there is no start. */
export function useResolved(start: StageStart | null) {
  return useQuery({
    queryKey: ['stage', 'resolve', start],
    queryFn: start === null ? skipToken : () => resolve(start),
    placeholderData: previous => previous,
    retry: false,
  })
}
