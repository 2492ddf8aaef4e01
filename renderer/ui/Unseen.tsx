import Box from '@mui/material/Box'
import type { ReactNode } from 'react'

/** Text for those who hear the page. */
export const Unseen = ({ children, id }: { children: ReactNode; id?: string }) => (
  <Box
    component="span"
    id={id}
    sx={{
      position: 'absolute',
      width: '1px',
      height: '1px',
      overflow: 'hidden',
      clipPath: 'inset(50%)',
      whiteSpace: 'nowrap',
    }}
  >
    {children}
  </Box>
)
