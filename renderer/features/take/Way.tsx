import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import type { ReactNode } from 'react'

/** A way to take runs along: what it is for, its buttons, and what came of it. */
export function Way({ title, about, children }: { title: string; about: string; children: ReactNode }) {
  return (
    <Stack sx={{ gap: 1, minWidth: 0 }} role="group" aria-label={title}>
      <Typography variant="h3">{title}</Typography>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {about}
      </Typography>
      {children}
    </Stack>
  )
}
