import FileIcon from '@mui/icons-material/ImageOutlined'
import Button from '@mui/material/Button'
import Skeleton from '@mui/material/Skeleton'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ImageSource } from '../../../main/contract/datasets.ts'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Section } from '../../ui/Section.tsx'
import { EntryList } from '../../ui/source/EntryList.tsx'
import { baseName } from '../../ui/source/paths.ts'
import { MAX_PANELS } from './viewAddress.ts'

/** So many files are opened side by side without a question. */
const OPENED_AT_ONCE = 3

interface ChooseFilesProps {
  readonly source: ImageSource
  readonly onOpen: (paths: readonly string[]) => void
}

/** The images of a folder or a drop: few are opened at once, of many the user chooses. */
export function ChooseFiles({ source, onOpen }: ChooseFilesProps) {
  const [chosen, setChosen] = useState<readonly string[]>([])
  const files = useQuery(api.views.files.queryOptions({ input: { source } }))
  const paths = files.data?.paths
  const few = paths !== undefined && paths.length > 0 && paths.length <= OPENED_AT_ONCE ? paths : null
  useEffect(() => {
    if (few !== null) onOpen(few)
  }, [few, onOpen])

  if (files.isError) return <ErrorPanel error={files.error} doing={t.view.lookingForImages} />
  if (paths === undefined || few !== null) return <Skeleton variant="rounded" height={320} />
  const toggle = (path: string) =>
    setChosen(chosen.includes(path) ? chosen.filter(other => other !== path) : [...chosen, path].slice(-MAX_PANELS))
  return (
    <Section
      title={t.view.images(paths.length)}
      actions={
        <Button variant="contained" disabled={chosen.length === 0} onClick={() => onOpen(chosen)}>
          {chosen.length === 0 ? t.common.open : t.view.open(t.view.files(chosen.length))}
        </Button>
      }
    >
      <EntryList
        label={t.view.images2}
        height={384}
        rows={paths.map(path => ({
          key: path,
          name: baseName(path),
          note: '',
          Icon: FileIcon,
          onOpen: () => toggle(path),
          chosen: chosen.includes(path),
        }))}
      />
      {files.data?.truncated && (
        <Typography variant="caption" sx={{ color: 'text.secondary' }}>
          {t.view.onlyTheFirstAreListed(paths.length)}
        </Typography>
      )}
    </Section>
  )
}
