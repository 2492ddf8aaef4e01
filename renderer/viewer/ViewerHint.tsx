import Typography from '@mui/material/Typography'
import { t } from '../text/t.ts'

/** What hands can do with the images; and why they have no sky coordinates, where their headers speak of some. */
export function ViewerHint({ problem }: { problem: string | null }) {
  return (
    <Typography variant="caption" component="div" sx={{ color: 'text.secondary' }}>
      {t.viewer.scrollToZoomDragToPanRightDrag}
      {problem !== null && t.viewer.noSkyCoordinates(problem)}
    </Typography>
  )
}
