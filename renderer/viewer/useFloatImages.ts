import { type UseQueryResult, useQueries } from '@tanstack/react-query'
import type { FloatImage } from '../../main/domain/image.ts'
import { fetchPixels } from '../ui/floatImage.ts'

/** Images by their references (main/contract/images.ts), in the same order. What was read once stays for a while. */
export function useFloatImages(refs: readonly string[]): UseQueryResult<FloatImage>[] {
  return useQueries({
    queries: refs.map(ref => ({
      queryKey: ['pixels', ref],
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchPixels(ref, signal),
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 120_000,
      // Arrays of floats are not compared value by value.
      structuralSharing: false as const,
    })),
  })
}
