import RemoveIcon from '@mui/icons-material/CloseOutlined'
import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import IconButton from '@mui/material/IconButton'
import Typography from '@mui/material/Typography'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, queryClient } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Section } from '../../ui/Section.tsx'

const refresh = () => queryClient.invalidateQueries({ queryKey: api.workspace.folders.key() })

/** The folders that may be read; one that was taken from the list can be put back at once. */
export function FoldersSection() {
  const folders = useQuery(api.workspace.folders.queryOptions())
  const [removed, setRemoved] = useState<string | null>(null)
  const forget = useMutation(api.workspace.forgetFolder.mutationOptions({ onSuccess: refresh }))
  const register = useMutation(
    api.workspace.registerFolder.mutationOptions({
      onSuccess: () => {
        setRemoved(null)
        return refresh()
      },
    }),
  )
  const error = folders.error ?? forget.error ?? register.error
  return (
    <Section title={t.settings.foldersThatMayBeRead}>
      {error && <ErrorPanel error={error} doing={t.settings.changingTheFolders} />}
      <Box role="status">
        {removed !== null && (
          <Alert
            severity="info"
            variant="outlined"
            sx={{ mb: 1, overflowWrap: 'anywhere' }}
            action={
              <Button size="small" onClick={() => register.mutate({ path: removed })}>
                {t.common.undo}
              </Button>
            }
          >
            {t.settings.isNoLongerRead(removed)}
          </Alert>
        )}
      </Box>
      {folders.data?.length === 0 && (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {t.settings.noFolderYet}
        </Typography>
      )}
      <Box component="ul" aria-label={t.settings.foldersThatMayBeRead} sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {folders.data?.map(({ path, present }) => (
          <Box component="li" key={path} sx={{ display: 'flex', alignItems: 'center', gap: 1, minHeight: 36 }}>
            <Typography variant="body2" sx={{ flex: 1, overflowWrap: 'anywhere' }}>
              {present ? path : t.settings.notThereNow(path)}
            </Typography>
            <IconButton
              size="small"
              aria-label={t.settings.stopReading(path)}
              onClick={() => forget.mutate({ path }, { onSuccess: () => setRemoved(path) })}
            >
              <RemoveIcon fontSize="small" />
            </IconButton>
          </Box>
        ))}
      </Box>
    </Section>
  )
}
