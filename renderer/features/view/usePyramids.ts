import { useEffect, useState } from 'react'
import { viewImageRef } from '../../../main/contract/images.ts'
import { AppError, type ErrorCode } from '../../../main/domain/errors.ts'
import type { FloatImage } from '../../../main/domain/image.ts'
import { client } from '../../app/api.ts'
import { fetchPixels } from '../../ui/floatImage.ts'
import { TiledImage } from '../../viewer/tiles/tiledImage.ts'
import { planeKey, type WantedPlane } from './useShownImages.ts'

/** How far the tiles of a large image are; what went wrong, where something did. */
export interface TileState {
  /** 0 to 1. */
  readonly share: number
  readonly done: boolean
  readonly error: unknown
}

/** By the plane's key. */
export type PyramidProgress = ReadonlyMap<string, TileState>

/**
 * Has the tiles of the large images made that are shown, and tells the images which are there. When all are, an image's
 * limits rest on the extremes of the whole.
 */
export function usePyramids(
  planes: readonly WantedPlane[],
  images: readonly (FloatImage | undefined)[],
): PyramidProgress {
  const [progress, setProgress] = useState<PyramidProgress>(new Map())
  const shown = planes.flatMap((plane, index) => {
    const image = images[index]
    return image instanceof TiledImage ? [{ plane, image }] : []
  })
  const key = shown.map(({ plane }) => planeKey(plane)).join('\n\n')

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the planes and their images
  useEffect(() => {
    const controller = new AbortController()
    const tell = (plane: WantedPlane, state: TileState) => {
      if (!controller.signal.aborted) setProgress(old => new Map(old).set(planeKey(plane), state))
    }
    for (const { plane, image } of shown) {
      follow(plane, image, controller.signal, state => tell(plane, state)).catch(error =>
        tell(plane, { share: 0, done: false, error }),
      )
    }
    return () => controller.abort()
  }, [key])
  return progress
}

async function follow(
  plane: WantedPlane,
  image: TiledImage,
  signal: AbortSignal,
  tell: (state: TileState) => void,
): Promise<void> {
  const { path, key, image: number, plane: index } = plane
  for await (const state of await client.views.pyramid({ path, key, image: number, plane: index }, { signal })) {
    image.setRowsReady(state.rowsReady)
    if (state.done) image.setSample((await fetchPixels(viewImageRef(plane, 'sample/full'), signal)).data)
    if (state.error) throw new AppError(state.error.code as ErrorCode, state.error.message, state.error.details)
    tell({ share: state.rowsReady / state.height, done: state.done, error: null })
  }
}
