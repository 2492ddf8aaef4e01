import Button from '@mui/material/Button'
import { type ChangeEvent, createContext, useContext, useRef } from 'react'
import { t } from '../../text/t.ts'
import type { DroppedFile } from './dropped.ts'

/** Takes files as the drop target around it takes what is dropped; null outside of one. */
export const TakeFiles = createContext<((files: readonly DroppedFile[]) => void) | null>(null)

/** The browser's own file dialog, for whom dropping is no way: the files go into an upload. */
export function FileButton() {
  const take = useContext(TakeFiles)
  const input = useRef<HTMLInputElement>(null)
  if (take === null) return null
  const chosen = (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.target.files ?? [])].map(file => ({ path: file.name, file }))
    event.target.value = ''
    if (files.length > 0) take(files)
  }
  return (
    <>
      <Button variant="outlined" sx={{ height: 36 }} onClick={() => input.current?.click()}>
        {t.ui.chooseFiles}
      </Button>
      <input ref={input} type="file" multiple hidden onChange={chosen} />
    </>
  )
}
