import { type UseQueryResult, useQueries } from '@tanstack/react-query'
import { viewImageRef } from '../../../main/contract/images.ts'
import type { PlaneRef } from '../../../main/contract/views.ts'
import type { FloatImage } from '../../../main/domain/image.ts'
import { fetchPixels } from '../../ui/floatImage.ts'
import { TiledImage } from '../../viewer/tiles/tiledImage.ts'

/** A plane to be shown. */
export interface WantedPlane extends PlaneRef {
  readonly size: { readonly width: number; readonly height: number }
  readonly tiled: boolean
}

export const planeKey = ({ path, key, image, plane }: PlaneRef): string => [path, key, image, plane].join('\n')

/** Of a large image only what stands for it until its tiles come. */
async function loadPlane(plane: WantedPlane, signal: AbortSignal): Promise<FloatImage> {
  if (!plane.tiled) return fetchPixels(viewImageRef(plane, 'whole'), signal)
  const [preview, sample] = await Promise.all([
    fetchPixels(viewImageRef(plane, 'preview'), signal),
    fetchPixels(viewImageRef(plane, 'sample'), signal),
  ])
  return new TiledImage({
    size: plane.size,
    preview,
    sample: sample.data,
    source: {
      tile: ({ level, column, row }, aborted) =>
        fetchPixels(viewImageRef(plane, `tile/${level}/${column}/${row}`), aborted),
      cut: ({ x, y, width, height }, aborted) =>
        fetchPixels(viewImageRef(plane, `cut/${x}/${y}/${width}/${height}`), aborted),
    },
  })
}

/** The images of planes, in the same order. While the next plane of a cube comes, the one before stays. */
export function useShownImages(planes: readonly WantedPlane[]): UseQueryResult<FloatImage>[] {
  return useQueries({
    queries: planes.map(plane => ({
      queryKey: ['view', planeKey(plane)],
      queryFn: ({ signal }: { signal: AbortSignal }) => loadPlane(plane, signal),
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 60_000,
      // Arrays of floats are not compared value by value.
      structuralSharing: false as const,
      placeholderData: (previous: FloatImage | undefined) =>
        previous?.width === plane.size.width && previous.height === plane.size.height ? previous : undefined,
    })),
  })
}
