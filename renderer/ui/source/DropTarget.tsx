import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import LinearProgress from '@mui/material/LinearProgress'
import Typography from '@mui/material/Typography'
import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import { client } from '../../app/api.ts'
import { ErrorPanel } from '../ErrorPanel.tsx'
import { formatBytes, formatCount } from '../format.ts'
import { type DroppedFile, droppedFiles, droppedName } from './dropped.ts'
import { TakeFiles } from './FileButton.tsx'
import { sendFiles, type UploadProgress } from './upload.ts'

interface DropTargetProps {
  /** What a drop does here: 'Drop to import'. */
  invitation: string
  /** Called with the finished upload and the name of what was dropped. */
  onUpload: (upload: { id: string; name: string }) => void
  children: ReactNode
}

type State = { kind: 'idle' } | { kind: 'over' } | { kind: 'reading' } | ({ kind: 'sending' } & UploadProgress)

const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')

/** Files and folders may be dropped anywhere on it; they are sent to the core as an upload. */
export function DropTarget({ invitation, onUpload, children }: DropTargetProps) {
  const [state, setState] = useState<State>({ kind: 'idle' })
  const [error, setError] = useState<unknown>(null)
  const abort = useRef<AbortController | null>(null)

  const take = async (listing: Promise<readonly DroppedFile[]>) => {
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
      onUpload({ id, name: droppedName(files) })
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
        if (state.kind === 'idle') setState({ kind: 'over' })
      }}
      onDragLeave={event => {
        const isInside = event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)
        if (!isInside && state.kind === 'over') setState({ kind: 'idle' })
      }}
      onDrop={event => {
        if (!hasFiles(event)) return
        event.preventDefault()
        void take(droppedFiles(event.dataTransfer))
      }}
    >
      {error !== null && (
        <Box sx={{ px: 4, pt: 2 }}>
          <ErrorPanel error={error} doing="Taking the dropped files" />
        </Box>
      )}
      <TakeFiles.Provider value={files => void take(Promise.resolve(files))}>{children}</TakeFiles.Provider>
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
          <Typography variant="h2" role="status">
            {state.kind === 'over' && invitation}
            {state.kind === 'reading' && 'Listing the files ...'}
            {state.kind === 'sending' &&
              `${formatCount(state.files)} of ${formatCount(state.totalFiles)} files, ${formatBytes(state.bytes)} of ${formatBytes(state.totalBytes)}`}
          </Typography>
          {state.kind === 'sending' && (
            <LinearProgress
              aria-label="Upload"
              variant="determinate"
              value={(100 * state.files) / Math.max(1, state.totalFiles)}
              sx={{ width: 320 }}
            />
          )}
          {state.kind !== 'over' && <Button onClick={() => abort.current?.abort()}>Cancel</Button>}
        </Box>
      )}
    </Box>
  )
}
