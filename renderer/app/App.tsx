import CssBaseline from '@mui/material/CssBaseline'
import { ThemeProvider } from '@mui/material/styles'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from 'react-router/dom'
import { queryClient } from './api.ts'
import { router } from './routes.tsx'
import { THEME_MODE_KEY, theme } from './theme.ts'

/** The whole window: theme, queries, pages. */
export function App() {
  return (
    <ThemeProvider theme={theme} defaultMode="dark" modeStorageKey={THEME_MODE_KEY} noSsr disableTransitionOnChange>
      <CssBaseline />
      <QueryClientProvider client={queryClient}>
        {/* Pages keep what they show in the address: a control must not wait for a transition to show its press. */}
        <RouterProvider router={router} useTransitions={false} />
      </QueryClientProvider>
    </ThemeProvider>
  )
}
