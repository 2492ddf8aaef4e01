import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Skeleton from '@mui/material/Skeleton'
import Stack from '@mui/material/Stack'
import { useQueries } from '@tanstack/react-query'
import { type KeyboardEvent, useMemo, useState } from 'react'
import type { ViewedFile, ViewedImage } from '../../../main/contract/views.ts'
import { api } from '../../app/api.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { FloatViewer } from '../../viewer/FloatViewer.tsx'
import { type ViewerPanel, viewerPanel } from '../../viewer/panels.ts'
import { useViewInAddress } from '../../viewer/useViewInAddress.ts'
import { ViewerToolbar } from '../../viewer/ViewerToolbar.tsx'
import { imageTitle, panelTitle } from './describe.ts'
import { FileTree, type ImageChoice } from './FileTree.tsx'
import { HeaderPanel } from './HeaderPanel.tsx'
import { PlaneSlider } from './PlaneSlider.tsx'
import { TileProgress } from './TileProgress.tsx'
import { usePyramids } from './usePyramids.ts'
import { planeKey, useShownImages, type WantedPlane } from './useShownImages.ts'
import { type ShownPlane, toggled, type ViewAddress, withoutFile } from './viewAddress.ts'

interface ViewDeskProps {
  readonly address: ViewAddress
  readonly onAddress: (address: ViewAddress) => void
}

/** A plane that is shown, with what its file says about it. */
interface Shown {
  readonly place: ShownPlane
  readonly file: ViewedFile
  readonly image: ViewedImage
  readonly wanted: WantedPlane
}

/** What each file suggests, where the address does not say. */
const suggestions = (files: readonly (ViewedFile | undefined)[]): ShownPlane[] =>
  files.flatMap((file, index) => (file?.suggested == null ? [] : [{ file: index, image: file.suggested, plane: 0 }]))

function shownPlanes(places: readonly ShownPlane[], files: readonly (ViewedFile | undefined)[]): Shown[] {
  return places.flatMap(place => {
    const file = files[place.file]
    const image = file?.images.find(({ index }) => index === place.image)
    if (!file || !image?.size) return []
    const plane = Math.min(place.plane, image.planes - 1)
    const { path, key } = file
    return [
      { place, file, image, wanted: { path, key, image: image.index, plane, size: image.size, tiled: image.tiled } },
    ]
  })
}

/** Open files: their images side by side, and the header of one of them. */
export function ViewDesk({ address, onAddress }: ViewDeskProps) {
  const [view, setView] = useViewInAddress()
  const [chosen, setChosen] = useState<ImageChoice | null>(null)
  const files = useQueries({
    queries: address.files.map(path => ({ ...api.views.open.queryOptions({ input: { path } }), staleTime: 0 })),
  })
  const opened = files.map(({ data }) => data)
  const places = address.shown ?? suggestions(opened)
  const shown = shownPlanes(places, opened)
  const planes = shown.map(({ wanted }) => wanted)
  const images = useShownImages(planes)
  const progress = usePyramids(
    planes,
    images.map(({ data, isPlaceholderData }) => (isPlaceholderData ? undefined : data)),
  )
  const panels = usePanels(
    shown,
    images.map(({ data }) => data),
    files.length > 1,
    progress,
  )

  const show = (next: readonly ShownPlane[]) => onAddress({ ...address, shown: next })
  const setPlane = (at: ShownPlane, plane: number) =>
    show(places.map(place => (place.file === at.file && place.image === at.image ? { ...place, plane } : place)))
  const step = (event: KeyboardEvent) => {
    const direction = { ',': -1, '.': 1 }[event.key]
    if (direction === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target instanceof HTMLInputElement) return
    event.preventDefault()
    show(
      places.map(place => {
        const cube = shown.find(one => one.place === place)?.image.planes ?? 1
        return { ...place, plane: Math.min(cube - 1, Math.max(0, place.plane + direction)) }
      }),
    )
  }
  const header = chosen ?? (shown[0] ? { file: shown[0].place.file, image: shown[0].image.index } : null)
  const headerFile = header && opened[header.file]
  const headerImage = headerFile?.images.find(({ index }) => index === header?.image)
  const cubes = shown.filter(({ image }) => image.planes > 1)

  return (
    <Box
      onKeyDown={step}
      sx={{
        flex: 1,
        minHeight: 0,
        display: 'grid',
        gap: 2,
        gridTemplateColumns: { xs: '208px minmax(0, 1fr)', lg: '240px minmax(0, 1fr) 360px' },
        gridTemplateRows: 'minmax(0, 1fr)',
      }}
    >
      <FileTree
        paths={address.files}
        files={files}
        isShown={({ file, image }) => places.some(place => place.file === file && place.image === image)}
        onToggle={({ file, image }) => show(toggled(places, file, image))}
        chosen={header}
        onChoose={setChosen}
        onClose={file => {
          setChosen(null)
          onAddress(withoutFile(address, file))
        }}
      />
      <Stack sx={{ gap: 1, minWidth: 0, minHeight: 0, overflow: 'auto', p: 0.25 }}>
        <ViewerToolbar view={view} onView={setView} panels={panels} />
        {cubes.map(({ place, image, wanted }) => (
          <PlaneSlider
            key={`${place.file}.${place.image}`}
            title={imageTitle(image)}
            plane={wanted.plane}
            planes={image.planes}
            onPlane={plane => setPlane(place, plane)}
          />
        ))}
        <TileProgress progress={new Map([...progress].filter(([key]) => planes.some(p => planeKey(p) === key)))} />
        {images.map(
          (image, index) =>
            image.isError && (
              <ErrorPanel
                key={planeKey(planes[index] as WantedPlane)}
                error={image.error}
                doing={`Reading ${shown[index]?.file.name}`}
                onRetry={() => void image.refetch()}
              />
            ),
        )}
        {panels.length > 0 && (
          <FloatViewer
            label="Open images"
            panels={panels}
            view={view}
            onView={setView}
            columns={Math.min(3, panels.length)}
            aspect={panels.length === 1 ? 0.75 : 1}
          />
        )}
        {panels.length === 0 && images.some(image => image.isPending) && (
          <Skeleton variant="rounded" sx={{ flex: 1 }} />
        )}
        {shown.length === 0 && files.every(file => file.isSuccess) && (
          <Alert severity="info">
            {places.length === 0 && address.shown !== null
              ? 'Nothing is chosen to be shown. Check an image in the list.'
              : 'No image of two axes is in here. The headers can be read all the same.'}
          </Alert>
        )}
      </Stack>
      <Box sx={{ display: { xs: 'none', lg: 'block' }, minHeight: 0 }}>
        {headerFile && headerImage && (
          <HeaderPanel path={headerFile.path} image={headerImage.index} title={imageTitle(headerImage)} />
        )}
      </Box>
    </Box>
  )
}

/** The same array as long as nothing in it changes: it is what textures are kept by. */
function usePanels(
  shown: readonly Shown[],
  images: readonly (ViewerPanel['image'] | undefined)[],
  severalFiles: boolean,
  progress: unknown,
): ViewerPanel[] {
  const key = shown.map(({ wanted }) => planeKey(wanted)).join('\n\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the planes; a large image's limits follow its progress
  return useMemo(
    () =>
      shown.flatMap(({ place, file, image, wanted }, index) => {
        const pixels = images[index]
        if (!pixels) return []
        const title = panelTitle(file, image, wanted.plane, severalFiles)
        return [viewerPanel({ id: `${place.file}.${place.image}`, title, image: pixels, unit: image.unit })]
      }),
    [key, severalFiles, progress, ...images],
  )
}
