import Box from '@mui/material/Box'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import type { ReactNode } from 'react'

interface EmptyProps {
  title: string
  /** What to do next, in a sentence. */
  children: ReactNode
  actions?: ReactNode
}

/** In place of a list that has nothing yet: it says what would be here and how to get it. */
export function Empty({ title, children, actions }: EmptyProps) {
  return (
    <Stack
      sx={{ flex: 1, alignItems: 'center', justifyContent: 'center', minHeight: 240, textAlign: 'center', gap: 2 }}
    >
      <Box sx={{ maxWidth: 480 }}>
        <Typography variant="h2" sx={{ mb: 1 }}>
          {title}
        </Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {children}
        </Typography>
      </Box>
      {actions !== undefined && (
        <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', justifyContent: 'center' }}>
          {actions}
        </Stack>
      )}
    </Stack>
  )
}
