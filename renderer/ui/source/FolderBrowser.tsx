import UpIcon from '@mui/icons-material/ArrowUpwardOutlined'
import FolderIcon from '@mui/icons-material/FolderOutlined'
import FileIcon from '@mui/icons-material/ImageOutlined'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Skeleton from '@mui/material/Skeleton'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ImageSource } from '../../../main/contract/datasets.ts'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../ErrorPanel.tsx'
import { formatBytes } from '../format.ts'
import { EntryList, type EntryRow } from './EntryList.tsx'
import { baseName } from './paths.ts'

interface FolderBrowserProps {
  /** Null: the folders that may be read. */
  path: string | null
  onOpen: (path: string | null) => void
  useLabel: string
  onChoose: (source: ImageSource) => void
}

export const BROWSER_HEIGHT = 256

function RegisteredFolders({ onOpen }: { onOpen: (path: string) => void }) {
  const folders = useQuery(api.workspace.folders.queryOptions())
  if (folders.isError) return <ErrorPanel error={folders.error} doing={t.ui.listingTheFolders} />
  if (folders.isPending) return <Skeleton variant="rounded" height={BROWSER_HEIGHT} />
  if (folders.data.length === 0) {
    return (
      <Box sx={{ height: BROWSER_HEIGHT, display: 'grid', placeContent: 'center', textAlign: 'center', p: 2 }}>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {t.ui.noFolderHasBeenOpenedYetGive}
        </Typography>
      </Box>
    )
  }
  const rows: EntryRow[] = folders.data.map(({ path, present }) => ({
    key: path,
    name: path,
    note: present ? '' : t.ui.notThereNow,
    Icon: FolderIcon,
    onOpen: present ? () => onOpen(path) : undefined,
  }))
  return <EntryList label={t.ui.foldersThatSubarcMayRead} rows={rows} height={BROWSER_HEIGHT} />
}

function FolderContent({ path, onOpen, useLabel, onChoose }: FolderBrowserProps & { path: string }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const folder = useQuery(api.workspace.browse.queryOptions({ input: { path } }))
  if (folder.isError) {
    return (
      <>
        <ErrorPanel error={folder.error} doing={t.ui.openingTheFolder} />
        <Button onClick={() => onOpen(null)}>{t.ui.backToTheFolders}</Button>
      </>
    )
  }
  const toggle = (file: string) => {
    const next = new Set(chosen)
    if (!next.delete(file)) next.add(file)
    setChosen(next)
  }
  const rows: EntryRow[] = (folder.data?.entries ?? [])
    .filter(entry => entry.kind === 'folder' || entry.readable)
    .map(entry => ({
      key: entry.path,
      name: entry.name,
      note: entry.bytes === null ? '' : formatBytes(entry.bytes),
      Icon: entry.kind === 'folder' ? FolderIcon : FileIcon,
      onOpen: entry.kind === 'folder' ? () => onOpen(entry.path) : () => toggle(entry.path),
      chosen: entry.kind === 'folder' ? undefined : chosen.has(entry.path),
    }))
  const files = rows.filter(row => row.chosen !== undefined).length
  const source: ImageSource = chosen.size === 0 ? { kind: 'folder', path } : { kind: 'files', paths: [...chosen] }
  return (
    <>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, minHeight: 40 }}>
        <Button size="small" startIcon={<UpIcon />} onClick={() => onOpen(folder.data?.parent ?? null)}>
          {folder.data?.parent == null ? t.ui.allFolders : t.ui.up}
        </Button>
        <Typography variant="body2" noWrap title={path} sx={{ flex: 1, fontWeight: 600 }}>
          {baseName(path)}
        </Typography>
        <Typography variant="caption" sx={{ color: 'text.secondary', whiteSpace: 'nowrap' }}>
          {folder.data !== undefined && `${t.ui.folders2(rows.length - files)}, ${t.ui.readableFiles(files)}`}
          {folder.data?.truncated === true && t.ui.theFirst5000}
        </Typography>
        <Button size="small" variant="contained" disabled={folder.isPending} onClick={() => onChoose(source)}>
          {chosen.size === 0 ? useLabel : t.ui.use(t.ui.files(chosen.size))}
        </Button>
      </Box>
      {folder.isPending ? (
        <Skeleton variant="rounded" height={BROWSER_HEIGHT} />
      ) : (
        <EntryList key={path} label={t.ui.contentOf(baseName(path))} rows={rows} height={BROWSER_HEIGHT} />
      )}
    </>
  )
}

/** Walks through the folders that may be read; a folder or some of its files can be chosen. */
export function FolderBrowser(props: FolderBrowserProps) {
  const { path, onOpen } = props
  return (
    <Box sx={{ minHeight: BROWSER_HEIGHT + 40 }}>
      {path === null ? (
        <>
          <Typography variant="h3" component="p" sx={{ minHeight: 40, display: 'flex', alignItems: 'center' }}>
            {t.ui.folders}
          </Typography>
          <RegisteredFolders onOpen={onOpen} />
        </>
      ) : (
        <FolderContent key={path} {...props} path={path} />
      )}
    </Box>
  )
}
