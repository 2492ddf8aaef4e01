import Box from '@mui/material/Box'
import type { ReactNode } from 'react'

/** Fields side by side, as many as the width allows; `minWidth` in CSS pixels. */
export function FieldGrid({ children, minWidth = 200 }: { children: ReactNode; minWidth?: number }) {
  return (
    <Box
      sx={{
        display: 'grid',
        gridTemplateColumns: `repeat(auto-fit, minmax(min(${minWidth}px, 100%), 1fr))`,
        gap: 2,
        alignItems: 'start',
      }}
    >
      {children}
    </Box>
  )
}
