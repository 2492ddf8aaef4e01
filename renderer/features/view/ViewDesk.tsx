import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Skeleton from '@mui/material/Skeleton'
import Stack from '@mui/material/Stack'
import { type KeyboardEvent, useState } from 'react'
import { viewImageRef } from '../../../main/contract/images.ts'
import { t } from '../../text/t.ts'
import { CRAMPED, crampedColumns } from '../../ui/cramped.ts'
import { imageTitle } from './describe.ts'
import { FileTree, type ImageChoice } from './FileTree.tsx'
import { HeaderPanel } from './HeaderPanel.tsx'
import { Notices } from './Notices.tsx'
import { PlaneSlider } from './PlaneSlider.tsx'
import { Stage } from './Stage.tsx'
import { useShown } from './useShown.ts'
import { type ShownPlane, toggled, type ViewAddress, withoutFile } from './viewAddress.ts'

interface ViewDeskProps {
  readonly address: ViewAddress
  readonly onAddress: (address: ViewAddress) => void
}

/** A file's name without its endings. */
const stemOf = (name = 'view'): string => name.replace(/(\.[a-z]+)+$/i, '') || name

/** Steps through the planes of all cubes that are shown. */
const PLANE_KEYS: Readonly<Record<string, number>> = { ',': -1, '.': 1 }

/** Open files: their images side by side, and the header of one of them. */
export function ViewDesk({ address, onAddress }: ViewDeskProps) {
  const { files, places, shown, panels } = useShown(address)
  const [chosen, setChosen] = useState<ImageChoice | null>(null)
  const first = shown[0] && { file: shown[0].place.file, image: shown[0].image.index }
  const header = chosen ?? first ?? null
  const headerFile = header && files[header.file]?.data
  const headerImage = headerFile?.images.find(({ index }) => index === header?.image)

  const refs = new Map(shown.map(({ place, plane }) => [`${place.file}.${place.image}`, viewImageRef(plane, 'whole')]))

  const show = (next: readonly ShownPlane[]) => onAddress({ ...address, shown: next })
  const setPlane = (at: ShownPlane, plane: number) =>
    show(places.map(place => (place.file === at.file && place.image === at.image ? { ...place, plane } : place)))
  const keyDown = (event: KeyboardEvent) => {
    const step = PLANE_KEYS[event.key]
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target instanceof HTMLInputElement) return
    event.preventDefault()
    const planesAt = (place: ShownPlane) => shown.find(one => one.place === place)?.image.planes ?? 1
    show(places.map(at => ({ ...at, plane: Math.min(planesAt(at) - 1, Math.max(0, at.plane + step)) })))
  }

  return (
    <Box
      onKeyDown={keyDown}
      sx={{
        flex: 1,
        minHeight: 0,
        display: 'grid',
        gap: 2,
        gridTemplateColumns: { xs: '208px minmax(0, 1fr)', lg: '240px minmax(0, 1fr) 360px' },
        gridTemplateRows: 'minmax(0, 1fr)',
        ...crampedColumns,
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
      {/* The header beside the images where there is room for three columns, else below them. */}
      <Box
        sx={{
          display: { xs: 'flex', lg: 'contents' },
          flexDirection: 'column',
          gap: 2,
          minWidth: 0,
          overflow: 'auto',
          [CRAMPED]: { overflow: 'visible' },
        }}
      >
        <Stack sx={{ gap: 1, minWidth: 0, flexShrink: 0, overflow: { lg: 'auto' }, p: 0.25, pt: 1 }}>
          <Stage panels={panels} refs={refs} name={stemOf(shown[0]?.file.name)}>
            {shown.map(
              ({ place, image, plane }) =>
                image.planes > 1 && (
                  <PlaneSlider
                    key={`${place.file}.${place.image}`}
                    title={imageTitle(image)}
                    plane={plane.plane}
                    planes={image.planes}
                    onPlane={next => setPlane(place, next)}
                  />
                ),
            )}
            <Notices shown={shown} />
          </Stage>
          {panels.length === 0 && shown.some(({ pixels }) => pixels.isPending) && (
            <Skeleton variant="rounded" sx={{ flex: 1 }} />
          )}
          {shown.length === 0 && files.every(file => file.isSuccess) && (
            <Alert severity="info">
              {places.length === 0 && address.shown !== null
                ? t.view.nothingIsChosenToBeShownCheck
                : t.view.noImageOfTwoAxesIsInHereThe}
            </Alert>
          )}
        </Stack>
        <Box sx={{ height: { xs: 320, lg: 'auto' }, flexShrink: 0, minHeight: 0, [CRAMPED]: { height: 320 } }}>
          {headerFile && headerImage && (
            <HeaderPanel path={headerFile.path} image={headerImage.index} title={imageTitle(headerImage)} />
          )}
        </Box>
      </Box>
    </Box>
  )
}
