import Box from '@mui/material/Box'
import LinearProgress from '@mui/material/LinearProgress'
import Typography from '@mui/material/Typography'
import { Fragment } from 'react'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import type { TileState } from './usePyramids.ts'
import type { Shown } from './useShown.ts'
import { planeKey } from './useShownImages.ts'

/** How far the tiles of a large image are; nothing when they are all there. */
function TileProgress({ state }: { state: TileState }) {
  if (state.error !== null) return <ErrorPanel error={state.error} doing={t.view.preparingTheLargeImage} />
  if (state.done) return null
  const percent = Math.round(100 * state.share)
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
      <Typography variant="caption" role="status" sx={{ color: 'text.secondary', whiteSpace: 'nowrap' }}>
        {t.view.preparingTheLargeImageForQuick(percent)}
      </Typography>
      <LinearProgress
        aria-label={t.view.preparingTheLargeImage}
        variant="determinate"
        value={percent}
        sx={{ flex: 1 }}
      />
    </Box>
  )
}

/** What is to be said about the images that are shown. */
export function Notices({ shown }: { shown: readonly Shown[] }) {
  return shown.map(({ plane, file, pixels, tiles, skyRefusal }) => (
    <Fragment key={planeKey(plane)}>
      {pixels.isError && (
        <ErrorPanel error={pixels.error} doing={t.view.reading(file.name)} onRetry={() => void pixels.refetch()} />
      )}
      {tiles && <TileProgress state={tiles} />}
      {skyRefusal !== null && (
        <Typography variant="caption" role="note" sx={{ color: 'warning.main' }}>
          {t.view.noSkyPositionsFor(file.name, skyRefusal)}
        </Typography>
      )}
    </Fragment>
  ))
}
