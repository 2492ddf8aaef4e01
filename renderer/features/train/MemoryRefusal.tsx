import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import { errorFromCall } from '../../../main/contract/client.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'

interface MemoryRefusalProps {
  readonly error: unknown
  readonly doing: string
  /** Takes the batch that fits. */
  readonly onBatch?: (batchSize: number) => void
  /** Keeps the batch, and lets it go through the network in parts. */
  readonly onParts?: (microBatch: number) => void
  /** Goes on all the same. */
  readonly onInsist: () => void
}

/** A failure; where memory was short, with the ways out of it. */
export function MemoryRefusal({ error, doing, onBatch, onParts, onInsist }: MemoryRefusalProps) {
  const { code, details } = errorFromCall(error)
  const { largestBatch, microBatch } = details
  return (
    <Stack sx={{ gap: 1 }}>
      <ErrorPanel error={error} doing={doing} />
      {code === 'no-memory' && (
        <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
          {onBatch && typeof largestBatch === 'number' && (
            <Button variant="outlined" onClick={() => onBatch(largestBatch)}>
              {t.train.takeABatchOf(largestBatch)}
            </Button>
          )}
          {onParts && typeof microBatch === 'number' && (
            <Button variant="outlined" onClick={() => onParts(microBatch)}>
              {t.train.trainInPartsOf(microBatch)}
            </Button>
          )}
          <Button color="secondary" onClick={onInsist}>
            {t.train.goOnAllTheSame}
          </Button>
        </Stack>
      )}
    </Stack>
  )
}
