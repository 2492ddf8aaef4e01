import { useColorScheme } from '@mui/material/styles'
import { useMutation, useQuery } from '@tanstack/react-query'
import { errorFromCall } from '../../main/contract/client.ts'
import type { Preferences } from '../../main/contract/preferences.ts'
import { api, queryClient } from './api.ts'
import { showToast } from './toasts.ts'

interface PreferencesAndChange {
  /** Undefined until the core has answered. */
  readonly preferences: Preferences | undefined
  readonly change: (changes: Partial<Preferences>) => void
}

/** The user's preferences, and what changes them: seen at once, kept in the workspace. */
export function usePreferences(): PreferencesAndChange {
  const { data } = useQuery(api.preferences.get.queryOptions())
  const { setMode } = useColorScheme()
  const set = useMutation(
    api.preferences.set.mutationOptions({
      onError: error => showToast({ severity: 'error', message: errorFromCall(error).message }),
      onSuccess: (preferences, changes) => {
        queryClient.setQueryData(api.preferences.get.queryKey(), preferences)
        // Texts stand in constants of all pages: they are loaded anew.
        if (changes.language !== undefined && changes.language !== data?.language) window.location.reload()
      },
    }),
  )
  return {
    preferences: data,
    change: changes => {
      if (changes.appearance !== undefined) setMode(changes.appearance)
      set.mutate(changes)
    },
  }
}
