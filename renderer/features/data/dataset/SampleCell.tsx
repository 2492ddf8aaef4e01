import { memo } from 'react'
import type { Sample } from '../../../../main/contract/datasets.ts'
import { datasetImageRef } from '../../../../main/contract/images.ts'
import { thumbnailAddress } from '../../../ui/Thumbnail.tsx'

const PADDING = 8
const BETWEEN = 4
const CAPTION = 20

export const MIN_CELL_WIDTH = 2 * 96 + BETWEEN + 2 * PADDING

const pictureSide = (width: number) => Math.floor((width - BETWEEN - 2 * PADDING) / 2)

/** Height of a cell of a width: two square pictures and a line of text. */
export const cellHeight = (width: number) => pictureSide(width) + CAPTION + 2 * PADDING

/**
 * Styles of all cells, for the list around them. Cells are plain elements: hundreds of them come and go a second while the list is
 * scrolled, and a style object for each would take longer than all else.
 */
export const cellStyles = {
  '& .cell': {
    padding: `${PADDING}px`,
    borderRadius: 1,
    cursor: 'pointer',
    bgcolor: 'background.paper',
    outline: '1px solid var(--mui-palette-divider)',
    outlineOffset: -1,
    contain: 'strict',
    '&:hover': { bgcolor: 'action.hover' },
    '&[aria-selected="true"], &[aria-selected="true"]:hover': {
      bgcolor: 'action.selected',
      outline: '2px solid var(--mui-palette-primary-main)',
      outlineOffset: -2,
    },
  },
  '& .pictures': { display: 'flex', gap: `${BETWEEN}px` },
  '& .picture': {
    display: 'block',
    flexShrink: 0,
    bgcolor: '#05070a',
    borderRadius: 0.5,
    objectFit: 'contain',
    imageRendering: 'pixelated',
  },
  '& .caption': {
    display: 'flex',
    justifyContent: 'space-between',
    gap: 1,
    pt: 0.5,
    typography: 'caption',
    color: 'text.secondary',
  },
  '& .name': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', color: 'text.primary' },
} as const

/** A picture that has left the page is not loaded any more: those in sight wait for none that was scrolled past. */
const stopLoadingWithoutMe = (picture: HTMLImageElement) => () => picture.removeAttribute('src')

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

/** One pair: LR at the left, HR at the right, its name and its side of the split. The list around it has the keyboard. */
export const SampleCell = memo(({ datasetId, isPaired, index, width, sample, isChosen, onChoose }: SampleCellProps) => {
  const side = pictureSide(width)
  const picture = (role: 'lr' | 'hr') => (
    <img
      ref={stopLoadingWithoutMe}
      className="picture"
      src={thumbnailAddress(datasetImageRef(datasetId, index, role), side)}
      alt=""
      width={side}
      height={side}
      decoding="async"
      draggable={false}
    />
  )
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list around it has the focus, and its arrows move the choice
    <div
      id={`sample-${index}`}
      className="cell"
      role="option"
      aria-selected={isChosen}
      tabIndex={-1}
      onClick={() => onChoose(index)}
      style={{ width, height: cellHeight(width) }}
    >
      <div className="pictures">
        {picture('lr')}
        {isPaired && picture('hr')}
      </div>
      <div className="caption">
        <span className="name">{sample?.name ?? ''}</span>
        <span>{sample?.side ?? ''}</span>
      </div>
    </div>
  )
})
