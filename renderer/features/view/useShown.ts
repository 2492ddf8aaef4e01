import { type UseQueryResult, useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ViewedFile, ViewedImage } from '../../../main/contract/views.ts'
import type { FloatImage } from '../../../main/domain/image.ts'
import { api } from '../../app/api.ts'
import { type ViewerPanel, viewerPanel } from '../../viewer/panels.ts'
import { panelTitle } from './describe.ts'
import { type TileState, usePyramids } from './usePyramids.ts'
import { planeKey, useShownImages, type WantedPlane } from './useShownImages.ts'
import { useSkies } from './useSkies.ts'
import type { ShownPlane, ViewAddress } from './viewAddress.ts'

/** A plane that is shown, what its file says about it, and what has come of it. */
export interface Shown {
  readonly place: ShownPlane
  readonly file: ViewedFile
  readonly image: ViewedImage
  readonly plane: WantedPlane
  readonly pixels: UseQueryResult<FloatImage>
  /** Of a large image, how far its tiles are. */
  readonly tiles: TileState | undefined
  /** Why nothing is known of its place on the sky, where its header says something that is not read. */
  readonly skyRefusal: string | null
}

export interface Desk {
  /** Of the address's files, in their order. */
  readonly files: readonly UseQueryResult<ViewedFile>[]
  readonly places: readonly ShownPlane[]
  readonly shown: readonly Shown[]
  /** The same array as long as nothing in it changes: it is what textures are kept by. */
  readonly panels: readonly ViewerPanel[]
}

/** What each file suggests, where the address does not say. */
const suggestions = (files: readonly (ViewedFile | undefined)[]): ShownPlane[] =>
  files.flatMap((file, index) => (file?.suggested == null ? [] : [{ file: index, image: file.suggested, plane: 0 }]))

function planesOf(places: readonly ShownPlane[], files: readonly (ViewedFile | undefined)[]) {
  return places.flatMap(place => {
    const file = files[place.file]
    const image = file?.images.find(({ index }) => index === place.image)
    if (!file || !image?.size) return []
    const { path, key } = file
    const index = Math.min(place.plane, image.planes - 1)
    const plane: WantedPlane = { path, key, image: image.index, plane: index, size: image.size, tiled: image.tiled }
    return [{ place, file, image, plane }]
  })
}

/** Opens the files of the address and loads what is shown of them. */
export function useShown({ files: paths, shown: asked }: ViewAddress): Desk {
  const files = useQueries({
    queries: paths.map(path => ({ ...api.views.open.queryOptions({ input: { path } }), staleTime: 0 })),
  })
  const opened = files.map(({ data }) => data)
  const places = asked ?? suggestions(opened)
  const found = planesOf(places, opened)
  const planes = found.map(({ plane }) => plane)
  const images = useShownImages(planes)
  const tiles = usePyramids(
    planes,
    images.map(({ data, isPlaceholderData }) => (isPlaceholderData ? undefined : data)),
  )
  const skies = useSkies(planes)
  const pixels = images.map(({ data }) => data)
  const key = planes.map(planeKey).join('\n\n')
  const severalFiles = paths.length > 1
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the planes; a large image's limits follow its tiles
  const panels = useMemo(
    () =>
      found.flatMap(({ place, file, image, plane }, index) => {
        const loaded = pixels[index]
        if (!loaded) return []
        const title = panelTitle(file, image, plane.plane, severalFiles)
        const id = `${place.file}.${place.image}`
        return [viewerPanel({ id, title, image: loaded, unit: image.unit, wcs: skies[index]?.wcs })]
      }),
    [key, severalFiles, tiles, skies, ...pixels],
  )
  const shown = found.flatMap((one, index) => {
    const query = images[index]
    if (!query) return []
    return [{ ...one, pixels: query, tiles: tiles.get(planeKey(one.plane)), skyRefusal: skies[index]?.refusal ?? null }]
  })
  return { files, places, shown, panels }
}
