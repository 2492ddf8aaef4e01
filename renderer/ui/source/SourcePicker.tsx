import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ImageSource } from '../../../main/contract/datasets.ts'
import { api, queryClient } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../ErrorPanel.tsx'
import { FileButton } from './FileButton.tsx'
import { FolderBrowser } from './FolderBrowser.tsx'
import { folderOf } from './paths.ts'

interface SourcePickerProps {
  /** 'Use this folder' in the page's own words: 'Look at this folder'. */
  useLabel: string
  onChoose: (source: ImageSource) => void
}

/** Where images are: a path that is typed, a folder of those that may be read, or the desktop's own dialogs. */
export function SourcePicker({ useLabel, onChoose }: SourcePickerProps) {
  const [typed, setTyped] = useState('')
  const [path, setPath] = useState<string | null>(null)
  const register = useMutation(api.workspace.registerFolder.mutationOptions())
  const desktop = window.subarc

  const allow = async (folder: string) => {
    const registered = await register.mutateAsync({ path: folder })
    await queryClient.invalidateQueries({ queryKey: api.workspace.folders.key() })
    return registered.path
  }
  const open = (folder: string) => void allow(folder).then(setPath, () => undefined)
  const chooseFolder = async () => {
    const folder = await desktop?.chooseFolder()
    if (typeof folder === 'string') onChoose({ kind: 'folder', path: await allow(folder) })
  }
  const chooseFiles = async () => {
    const paths = (await desktop?.chooseFiles()) ?? []
    if (paths.length === 0) return
    for (const folder of new Set(paths.map(folderOf))) await allow(folder)
    onChoose({ kind: 'files', paths })
  }

  return (
    <Stack sx={{ gap: 2 }}>
      <Box
        component="form"
        onSubmit={event => {
          event.preventDefault()
          if (typed.trim() !== '') open(typed.trim())
        }}
        sx={{ display: 'flex', gap: 1, alignItems: 'flex-start', flexWrap: 'wrap' }}
      >
        <TextField
          label={t.ui.folder}
          value={typed}
          onChange={event => setTyped(event.target.value)}
          placeholder={t.ui.dataLenses}
          sx={{ flex: 1, minWidth: 240 }}
          slotProps={{ inputLabel: { shrink: true }, htmlInput: { autoComplete: 'off', spellCheck: false } }}
        />
        <Button
          type="submit"
          variant="outlined"
          sx={{ height: 36 }}
          disabled={typed.trim() === '' || register.isPending}
        >
          {t.ui.openFolder}
        </Button>
        {desktop === undefined && <FileButton />}
        {desktop !== undefined && (
          <>
            <Button variant="outlined" sx={{ height: 36 }} onClick={() => void chooseFolder()}>
              {t.ui.chooseFolder}
            </Button>
            <Button variant="outlined" sx={{ height: 36 }} onClick={() => void chooseFiles()}>
              {t.ui.chooseFiles}
            </Button>
          </>
        )}
      </Box>
      {register.isError && <ErrorPanel error={register.error} doing={t.ui.openingTheFolder} />}
      <FolderBrowser path={path} onOpen={setPath} useLabel={useLabel} onChoose={onChoose} />
      <Typography variant="caption" sx={{ color: 'text.secondary' }}>
        {t.ui.pathsAreThoseOfTheMachineWhere}
      </Typography>
    </Stack>
  )
}
