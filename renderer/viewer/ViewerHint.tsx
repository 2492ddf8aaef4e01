import Typography from '@mui/material/Typography'

/** What hands can do with the images; and why they have no sky coordinates, where their headers speak of some. */
export function ViewerHint({ problem }: { problem: string | null }) {
  return (
    <Typography variant="caption" component="div" sx={{ color: 'text.secondary' }}>
      Scroll to zoom, drag to pan, right-drag for contrast and bias, double click to fit, ? for all keys. Pixels count
      from 0 at the lower left.{problem !== null && ` No sky coordinates: ${problem}`}
    </Typography>
  )
}
