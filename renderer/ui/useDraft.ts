import { useEffect, useState } from 'react'
import { useDebounced } from './useDebounced.ts'

/**
 * A text that is being written, handed on when it has rested for a while and may be. A value that comes from elsewhere
 * (Back, a saved view) takes its place; one's own that comes back does not, since more may have been written meanwhile.
 */
export function useDraft(
  value: string,
  onValue: (value: string) => void,
  milliseconds: number,
  isFit: (text: string) => boolean = () => true,
): { text: string; setText: (text: string) => void; isSettled: boolean } {
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  const [sent, setSent] = useState(value)
  if (known !== value) {
    setKnown(value)
    if (value !== sent) setText(value)
    setSent(value)
  }
  const settled = useDebounced(text, milliseconds)
  const isSettled = settled === text
  const next = text.trim()
  const isDue = isSettled && next !== sent && isFit(text)
  useEffect(() => {
    if (!isDue) return
    setSent(next)
    onValue(next)
  }, [isDue, next, onValue])
  return { text, setText, isSettled }
}
