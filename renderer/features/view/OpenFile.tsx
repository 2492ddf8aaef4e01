import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ImageSource } from '../../../main/contract/datasets.ts'
import { client, queryClient } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Section } from '../../ui/Section.tsx'
import { folderOf } from '../../ui/source/paths.ts'
import { SourcePicker } from '../../ui/source/SourcePicker.tsx'

/** Whoever names a file allows its folder to be read, as one who names a folder does. */
async function openByPath(path: string): Promise<void> {
  await client.workspace.registerFolder({ path: folderOf(path) })
  await client.views.open({ path })
  await queryClient.invalidateQueries({ queryKey: ['workspace'] })
}

/** Which file to look at: its path, or chosen from the folders that may be read. */
export function OpenFile({ onChoose }: { onChoose: (source: ImageSource) => void }) {
  const [path, setPath] = useState('')
  const open = useMutation({
    mutationFn: openByPath,
    onSuccess: (_, opened) => onChoose({ kind: 'files', paths: [opened] }),
  })
  return (
    <Section title={t.view.whichImage}>
      <Stack sx={{ gap: 2 }}>
        <Box
          component="form"
          onSubmit={event => {
            event.preventDefault()
            if (path.trim() !== '') open.mutate(path.trim())
          }}
          sx={{ display: 'flex', gap: 1, alignItems: 'flex-start' }}
        >
          <TextField
            label={t.view.file}
            value={path}
            onChange={event => setPath(event.target.value)}
            placeholder={t.view.dataLensesJ09461006Fits}
            sx={{ flex: 1 }}
            slotProps={{ inputLabel: { shrink: true }, htmlInput: { autoComplete: 'off', spellCheck: false } }}
          />
          <Button type="submit" variant="contained" sx={{ height: 36 }} disabled={path.trim() === '' || open.isPending}>
            {t.view.openFile}
          </Button>
        </Box>
        {open.isError && <ErrorPanel error={open.error} doing={t.view.openingTheFile} />}
        <SourcePicker useLabel={t.view.lookAtThisFolder} onChoose={onChoose} />
      </Stack>
    </Section>
  )
}
