import Alert from '@mui/material/Alert'
import MuiLink from '@mui/material/Link'
import { t } from '../../text/t.ts'

interface WrittenFileProps {
  /** `ref`: where it can be downloaded from. */
  readonly written: { readonly file: string; readonly ref?: string }
  /** What is not as it was asked for, and why. */
  readonly note?: string | null
}

/** What was written, and where; a browser on another machine takes it by the link. */
export function WrittenFile({ written: { file, ref }, note = null }: WrittenFileProps) {
  return (
    <Alert severity={note === null ? 'success' : 'warning'} variant="outlined" sx={{ overflowWrap: 'anywhere' }}>
      {note !== null && `${note} `}
      {t.take.written(file)}{' '}
      {ref !== undefined && (
        <MuiLink href={`/download/${ref}`} download underline="always">
          {t.take.download}
        </MuiLink>
      )}
    </Alert>
  )
}
