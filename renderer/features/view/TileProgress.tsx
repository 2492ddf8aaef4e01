import Box from '@mui/material/Box'
import LinearProgress from '@mui/material/LinearProgress'
import Typography from '@mui/material/Typography'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import type { PyramidProgress } from './usePyramids.ts'

/** How far the tiles of large images are; nothing when they are all there. */
export function TileProgress({ progress }: { progress: PyramidProgress }) {
  return [...progress].map(([key, state]) => {
    if (state.error !== null) {
      return <ErrorPanel key={key} error={state.error} doing="Preparing the large image" />
    }
    if (state.done) return null
    const percent = Math.round(100 * state.share)
    return (
      <Box key={key} sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
        <Typography variant="caption" role="status" sx={{ color: 'text.secondary', whiteSpace: 'nowrap' }}>
          Preparing the large image for quick panning, {percent} %
        </Typography>
        <LinearProgress aria-label="Preparing the large image" variant="determinate" value={percent} sx={{ flex: 1 }} />
      </Box>
    )
  })
}
