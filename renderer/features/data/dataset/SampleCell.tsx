import Box from '@mui/material/Box'
import { memo } from 'react'
import type { Sample } from '../../../../main/contract/datasets.ts'
import { datasetImageRef } from '../../../../main/contract/images.ts'
import { Thumbnail } from '../../../ui/Thumbnail.tsx'

const SIDE = 96
const PADDING = 8
export const CELL_WIDTH = 2 * SIDE + 4 + 2 * PADDING
export const CELL_HEIGHT = SIDE + 20 + 2 * PADDING

interface SampleCellProps {
  datasetId: string
  isPaired: boolean
  index: number
  /** Undefined until its page of samples has come. */
  sample: Sample | undefined
  isChosen: boolean
  onChoose: (sample: number) => void
}

/** One pair: LR at the left, HR at the right, its name and its side of the split. */
export const SampleCell = memo(({ datasetId, isPaired, index, sample, isChosen, onChoose }: SampleCellProps) => (
  // The list around it has the keyboard: its arrows move the choice.
  <Box
    id={`sample-${index}`}
    role="option"
    aria-selected={isChosen}
    aria-label={`${sample?.name ?? `Sample ${index}`}${sample?.side ? `, ${sample.side}` : ''}`}
    tabIndex={-1}
    onClick={() => onChoose(index)}
    sx={{
      width: CELL_WIDTH,
      height: CELL_HEIGHT,
      p: `${PADDING}px`,
      borderRadius: 1,
      cursor: 'pointer',
      bgcolor: isChosen ? 'action.selected' : 'background.paper',
      outline: isChosen ? '2px solid var(--mui-palette-primary-main)' : '1px solid var(--mui-palette-divider)',
      outlineOffset: isChosen ? -2 : -1,
      '&:hover': { bgcolor: isChosen ? 'action.selected' : 'action.hover' },
    }}
  >
    <Box sx={{ display: 'flex', gap: '4px' }}>
      <Thumbnail imageRef={datasetImageRef(datasetId, index, 'lr')} alt="" size={SIDE} />
      <Thumbnail imageRef={isPaired ? datasetImageRef(datasetId, index, 'hr') : null} alt="" size={SIDE} />
    </Box>
    <Box
      sx={{
        display: 'flex',
        justifyContent: 'space-between',
        gap: 1,
        pt: 0.5,
        typography: 'caption',
        color: 'text.secondary',
      }}
    >
      <Box
        component="span"
        sx={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', color: 'text.primary' }}
      >
        {sample?.name ?? ''}
      </Box>
      <span>{sample?.side ?? ''}</span>
    </Box>
  </Box>
))
