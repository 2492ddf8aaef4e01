import Box from '@mui/material/Box'
import { memo } from 'react'
import type { Sample } from '../../../../main/contract/datasets.ts'
import { datasetImageRef } from '../../../../main/contract/images.ts'
import { Thumbnail } from '../../../ui/Thumbnail.tsx'

const PADDING = 8
const BETWEEN = 4
const CAPTION = 20

export const MIN_CELL_WIDTH = 2 * 96 + BETWEEN + 2 * PADDING

const pictureSide = (width: number) => Math.floor((width - BETWEEN - 2 * PADDING) / 2)

/** Height of a cell of a width: two square pictures and a line of text. */
export const cellHeight = (width: number) => pictureSide(width) + CAPTION + 2 * PADDING

interface SampleCellProps {
  datasetId: string
  isPaired: boolean
  index: number
  /** CSS pixels. */
  width: number
  /** Undefined until its page of samples has come. */
  sample: Sample | undefined
  isChosen: boolean
  onChoose: (sample: number) => void
}

/** One pair: LR at the left, HR at the right, its name and its side of the split. */
export const SampleCell = memo(({ datasetId, isPaired, index, width, sample, isChosen, onChoose }: SampleCellProps) => (
  // The list around it has the keyboard: its arrows move the choice.
  <Box
    id={`sample-${index}`}
    role="option"
    aria-selected={isChosen}
    tabIndex={-1}
    onClick={() => onChoose(index)}
    sx={{
      width,
      height: cellHeight(width),
      p: `${PADDING}px`,
      borderRadius: 1,
      cursor: 'pointer',
      bgcolor: isChosen ? 'action.selected' : 'background.paper',
      outline: isChosen ? '2px solid var(--mui-palette-primary-main)' : '1px solid var(--mui-palette-divider)',
      outlineOffset: isChosen ? -2 : -1,
      '&:hover': { bgcolor: isChosen ? 'action.selected' : 'action.hover' },
    }}
  >
    <Box sx={{ display: 'flex', gap: `${BETWEEN}px` }}>
      <Thumbnail imageRef={datasetImageRef(datasetId, index, 'lr')} alt="" size={pictureSide(width)} />
      <Thumbnail
        imageRef={isPaired ? datasetImageRef(datasetId, index, 'hr') : null}
        alt=""
        size={pictureSide(width)}
      />
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
