import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import LinearProgress from '@mui/material/LinearProgress'
import Typography from '@mui/material/Typography'
import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import { client } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../ErrorPanel.tsx'
import { formatBytes, formatCount } from '../format.ts'
import { type DroppedFile, droppedFiles, droppedName } from './dropped.ts'
import { TakeFiles } from './FileButton.tsx'
import { sendFiles, type UploadProgress } from './upload.ts'

/** What a drop does. */
export interface DropUse {
  /** 'Drop to import'. */
  invitation: string
  /** Called with the finished upload and the name of what was dropped. */
  onUpload: (upload: { id: string; name: string }) => void
}

interface DropTargetProps extends DropUse {
  /** A second use: what is dropped on the left half is for it. */
  beside?: DropUse
  children: ReactNode
}

type State =
  | { kind: 'idle' }
  | { kind: 'over'; use: number }
  | { kind: 'reading' }
  | ({ kind: 'sending' } & UploadProgress)

/** Uses stand side by side, each over its share of the width. */
function placeUnder({ clientX, currentTarget }: DragEvent, uses: number): number {
  const { left, width } = currentTarget.getBoundingClientRect()
  return Math.min(uses - 1, Math.max(0, Math.floor(((clientX - left) / width) * uses)))
}

const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')

/** What a drop does, each over its part of the target. */
function Invitations({ uses, chosen }: { uses: readonly DropUse[]; chosen: number }) {
  return (
    <Box role="status" sx={{ position: 'absolute', inset: 0, display: 'flex' }}>
      {uses.map(({ invitation }, index) => (
        <Box
          key={invitation}
          sx={{
            flex: 1,
            display: 'grid',
            placeContent: 'center',
            textAlign: 'center',
            p: 4,
            typography: 'h2',
            color: index === chosen ? 'primary.main' : 'text.secondary',
            bgcolor: index === chosen ? 'action.selected' : undefined,
          }}
        >
          {invitation}
        </Box>
      ))}
    </Box>
  )
}

/** Files and folders may be dropped anywhere on it; they are sent to the core as an upload. */
export function DropTarget({ invitation, onUpload, beside, children }: DropTargetProps) {
  const uses: readonly DropUse[] = [...(beside ? [beside] : []), { invitation, onUpload }]
  const [state, setState] = useState<State>({ kind: 'idle' })
  const [error, setError] = useState<unknown>(null)
  const abort = useRef<AbortController | null>(null)

  const take = async (listing: Promise<readonly DroppedFile[]>, use: DropUse | undefined) => {
    const controller = new AbortController()
    abort.current = controller
    setError(null)
    setState({ kind: 'reading' })
    try {
      const files = await listing
      const { id } = await client.datasets.beginUpload()
      await sendFiles(id, files, {
        signal: controller.signal,
        onProgress: progress => setState({ kind: 'sending', ...progress }),
      })
      use?.onUpload({ id, name: droppedName(files) })
    } catch (failure) {
      if (!controller.signal.aborted) setError(failure)
    } finally {
      setState({ kind: 'idle' })
    }
  }

  return (
    <Box
      sx={{ position: 'relative', height: '100%' }}
      onDragOver={event => {
        if (!hasFiles(event)) return
        event.preventDefault()
        const use = placeUnder(event, uses.length)
        if (state.kind === 'idle' || (state.kind === 'over' && state.use !== use)) setState({ kind: 'over', use })
      }}
      onDragLeave={event => {
        const isInside = event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)
        if (!isInside && state.kind === 'over') setState({ kind: 'idle' })
      }}
      onDrop={event => {
        if (!hasFiles(event)) return
        event.preventDefault()
        void take(droppedFiles(event.dataTransfer), uses[placeUnder(event, uses.length)])
      }}
    >
      {error !== null && (
        <Box sx={{ px: 4, pt: 2 }}>
          <ErrorPanel error={error} doing={t.ui.takingTheDroppedFiles} />
        </Box>
      )}
      <TakeFiles.Provider value={files => void take(Promise.resolve(files), { invitation, onUpload })}>
        {children}
      </TakeFiles.Provider>
      {state.kind !== 'idle' && (
        <Box
          sx={{
            position: 'absolute',
            inset: 8,
            zIndex: 2,
            display: 'grid',
            placeContent: 'center',
            justifyItems: 'center',
            gap: 2,
            border: 2,
            borderStyle: 'dashed',
            borderColor: 'primary.main',
            borderRadius: 1,
            bgcolor: 'rgb(from var(--mui-palette-background-default) r g b / 0.92)',
            pointerEvents: state.kind === 'over' ? 'none' : 'auto',
          }}
        >
          {state.kind === 'over' && <Invitations uses={uses} chosen={state.use} />}
          <Typography variant="h2" role="status">
            {state.kind === 'reading' && t.ui.listingTheFiles}
            {state.kind === 'sending' &&
              t.ui.ofFilesOf(
                formatCount(state.files),
                formatCount(state.totalFiles),
                formatBytes(state.bytes),
                formatBytes(state.totalBytes),
              )}
          </Typography>
          {state.kind === 'sending' && (
            <LinearProgress
              aria-label={t.ui.upload}
              variant="determinate"
              value={(100 * state.files) / Math.max(1, state.totalFiles)}
              sx={{ width: 320 }}
            />
          )}
          {state.kind !== 'over' && <Button onClick={() => abort.current?.abort()}>{t.common.cancel}</Button>}
        </Box>
      )}
    </Box>
  )
}
