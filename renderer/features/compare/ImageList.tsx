import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { datasetImageRef } from '../../../main/contract/images.ts'
import { t } from '../../text/t.ts'
import { formatFixed } from '../../ui/format.ts'
import { Thumbnail } from '../../ui/Thumbnail.tsx'
import { ORDER_KEYS, ORDERS, type Order, type RankedImage } from './order.ts'

const ROW = 48

interface ImageListProps {
  readonly datasetId: string
  readonly images: readonly RankedImage[]
  readonly sample: number
  readonly order: Order
  readonly bestFirst: boolean
  readonly onSample: (sample: number) => void
  readonly onOrder: (order: Order, bestFirst: boolean) => void
}

/** The evaluation's images by score. Arrow keys step through them. */
export function ImageList({ datasetId, images, sample, order, bestFirst, onSample, onOrder }: ImageListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const at = images.findIndex(image => image.sample === sample)
  const virtual = useVirtualizer({
    count: images.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
  })
  const { unit, digits } = ORDERS[order]
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at)
  }, [at, virtual])

  const step = (by: number) => {
    const next = images[Math.min(images.length - 1, Math.max(0, at + by))]
    if (next) onSample(next.sample)
  }
  return (
    <Stack sx={{ gap: 1, minHeight: 0, height: '100%' }}>
      <Stack direction="row" sx={{ gap: 1 }}>
        <TextField
          select
          fullWidth
          label={t.compare.sortedBy}
          value={order}
          onChange={event => onOrder(ORDER_KEYS.find(key => key === event.target.value) ?? 'psnr', bestFirst)}
        >
          {ORDER_KEYS.map(key => (
            <MenuItem key={key} value={key}>
              {ORDERS[key].title}
            </MenuItem>
          ))}
        </TextField>
        <TextField
          select
          label={t.compare.first}
          value={bestFirst ? 'best' : 'worst'}
          onChange={event => onOrder(order, event.target.value === 'best')}
          sx={{ minWidth: 88 }}
        >
          <MenuItem value="worst">{t.compare.worst}</MenuItem>
          <MenuItem value="best">{t.compare.best}</MenuItem>
        </TextField>
      </Stack>
      <Box
        ref={scroller}
        role="listbox"
        tabIndex={0}
        aria-label={t.compare.imagesOfThisEvaluation}
        aria-activedescendant={at >= 0 ? `image-${sample}` : undefined}
        onKeyDown={event => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
          event.preventDefault()
          step(event.key === 'ArrowDown' ? 1 : -1)
        }}
        sx={{ flex: 1, minHeight: 240, overflow: 'auto', border: 1, borderColor: 'divider', borderRadius: 1 }}
      >
        <Box sx={{ position: 'relative' }} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(item => {
            const image = images[item.index]
            const isShown = image.sample === sample
            return (
              <ButtonBase
                key={image.sample}
                id={`image-${image.sample}`}
                component="div"
                role="option"
                aria-selected={isShown}
                tabIndex={-1}
                onClick={() => onSample(image.sample)}
                style={{ transform: `translateY(${item.start}px)` }}
                sx={{
                  position: 'absolute',
                  top: 0,
                  left: 0,
                  width: '100%',
                  height: ROW,
                  px: 1,
                  gap: 1,
                  justifyContent: 'flex-start',
                  bgcolor: isShown ? 'action.selected' : 'transparent',
                  '&:hover': { bgcolor: isShown ? 'action.selected' : 'action.hover' },
                }}
              >
                <Thumbnail imageRef={datasetImageRef(datasetId, image.sample, 'hr')} alt="" size={36} />
                <Typography variant="body2" noWrap sx={{ flex: 1, textAlign: 'left' }}>
                  {image.name}
                </Typography>
                <Typography variant="body2" sx={{ color: 'text.secondary', whiteSpace: 'nowrap' }}>
                  {formatFixed(image.score, digits)} {image.score === null ? '' : unit}
                </Typography>
              </ButtonBase>
            )
          })}
        </Box>
      </Box>
    </Stack>
  )
}
