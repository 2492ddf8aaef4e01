import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { speakLanguage } from '../text/languages.ts'
import { api, client, queryClient } from './api.ts'
import { THEME_MODE_KEY } from './theme.ts'

/**
 * Shows the application in the user's language and theme. Pages are loaded after both are known, so that nothing is first
 * shown in another one; a core that does not answer is told of by the pages, in English.
 */
export async function start(root: HTMLElement): Promise<void> {
  const preferences = await client.preferences.get().catch(() => null)
  if (preferences !== null) {
    queryClient.setQueryData(api.preferences.get.queryKey(), preferences)
    localStorage.setItem(THEME_MODE_KEY, preferences.appearance)
    await speakLanguage(preferences.language)
  }
  const { App } = await import('./App.tsx')
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
