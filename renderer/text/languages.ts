import type { Preferences } from '../../main/contract/preferences.ts'
import { speak, type Texts } from './t.ts'

interface LanguageEntry {
  readonly id: Preferences['language']
  /** In the language itself: who looks for it does not read the present one. */
  readonly name: string
}

export const LANGUAGES: readonly LanguageEntry[] = [
  { id: 'en', name: 'English' },
  { id: 'de', name: 'Deutsch' },
]

/** English comes with the first page; the others are fetched when they are spoken. */
const OTHERS: Record<Exclude<Preferences['language'], 'en'>, () => Promise<Texts>> = {
  de: async () => (await import('./de/index.ts')).de,
}

/** Speaks a language from here on; pages are loaded after it. */
export async function speakLanguage(language: Preferences['language']): Promise<void> {
  if (language !== 'en') speak(await OTHERS[language]())
  document.documentElement.lang = language
}
