import OpenIcon from '@mui/icons-material/FolderOpenOutlined'
import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import { useCallback } from 'react'
import { useSearchParams } from 'react-router'
import { errorFromCall } from '../../../main/contract/client.ts'
import type { ImageSource } from '../../../main/contract/datasets.ts'
import { client } from '../../app/api.ts'
import { showToast } from '../../app/toasts.ts'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { Page } from '../../ui/Page.tsx'
import { DropTarget } from '../../ui/source/DropTarget.tsx'
import { baseName } from '../../ui/source/paths.ts'
import { SendButton } from '../samp/SendButton.tsx'
import { ChooseFiles } from './ChooseFiles.tsx'
import { OpenFile } from './OpenFile.tsx'
import { RecentFiles } from './RecentFiles.tsx'
import { ViewDesk } from './ViewDesk.tsx'
import { decodeAddress, encodeAddress, MAX_FILES, type ViewAddress } from './viewAddress.ts'

function sourceInAddress(query: URLSearchParams): ImageSource | null {
  const folder = query.get('folder')
  const upload = query.get('upload')
  if (upload !== null) return { kind: 'upload', id: upload }
  return folder === null ? null : { kind: 'folder', path: folder }
}

const applyPath = (files: readonly string[]) => `/apply?${new URLSearchParams(files.map(file => ['file', file]))}`

/** Any image file, to be looked at: nothing is imported, nothing is changed. */
export function ViewPage() {
  const [query, setQuery] = useSearchParams()
  const address = decodeAddress(query)
  const source = sourceInAddress(query)
  const { files } = address

  const onAddress = (next: ViewAddress) => setQuery(old => encodeAddress(next, old), { replace: true })
  const open = useCallback(
    (paths: readonly string[]) =>
      setQuery(old => {
        const { files: before, shown } = decodeAddress(old)
        const all = [...new Set([...before, ...paths])].slice(-MAX_FILES)
        const query = encodeAddress({ files: all, shown: before.length === 0 ? shown : null }, old)
        query.set('own', '1')
        return query
      }),
    [setQuery],
  )
  const choose = (chosen: ImageSource) => {
    if (chosen.kind === 'files') open(chosen.paths.slice(0, MAX_FILES))
    else setQuery({ [chosen.kind]: chosen.kind === 'folder' ? chosen.path : chosen.id })
  }
  /** What is dropped beside open files joins them. */
  const addUpload = ({ id }: { id: string }) => {
    if (files.length === 0) {
      choose({ kind: 'upload', id })
      return
    }
    client.views.files({ source: { kind: 'upload', id } }).then(
      ({ paths }) => open(paths),
      error => showToast({ severity: 'error', message: errorFromCall(error).message }),
    )
  }

  const actions = files.length > 0 && (
    <>
      <Button startIcon={<OpenIcon />} onClick={() => setQuery({})}>
        {t.view.openAnother}
      </Button>
      <SendButton what={{ kind: 'image', path: files[0] ?? '' }} />
      <ButtonLink to={applyPath(files)} variant="outlined">
        {t.view.applyANetworkToIt}
      </ButtonLink>
    </>
  )
  return (
    <DropTarget invitation={t.view.dropImagesToLookAtThem} onUpload={addUpload}>
      <Page
        title={files[0] === undefined ? t.view.view : files.map(baseName).join(', ')}
        subtitle={files.length === 0 ? t.view.whatIsInThisFile : undefined}
        actions={actions}
        fill={files.length > 0}
      >
        {files.length > 0 && <ViewDesk address={address} onAddress={onAddress} />}
        {files.length === 0 && (
          <Stack sx={{ gap: 4, maxWidth: 960, width: '100%' }}>
            {source === null ? <OpenFile onChoose={choose} /> : <ChooseFiles source={source} onOpen={open} />}
            <RecentFiles />
          </Stack>
        )}
      </Page>
    </DropTarget>
  )
}
