import { AppError } from '../../../main/domain/errors.ts'
import { t } from '../../text/t.ts'
import type { PathStep } from '../measure/outline.ts'
import { type Figure, type FigureItem, FONT } from './items.ts'
import type { Raster } from './raster.ts'

/** What browsers draw on at all, a side and in total. */
export const MOST_SIDE = 16_384
const MOST_PIXELS = 134_217_728

/** A raster as a canvas of its own size. */
function rasterCanvas({ width, height, rgb }: Raster): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const rgba = new Uint8ClampedArray(4 * width * height)
  for (let i = 0, at = 0; at < rgba.length; at += 4, i += 3) {
    rgba[at] = rgb[i]
    rgba[at + 1] = rgb[i + 1]
    rgba[at + 2] = rgb[i + 2]
    rgba[at + 3] = 255
  }
  contextOf(canvas).putImageData(new ImageData(rgba, width, height), 0, 0)
  return canvas
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d')
  if (context) return context
  throw new AppError('unsupported', t.figure.thisBrowserGivesNoMemoryToDraw)
}

/** A raster as a PNG that stands for itself, for SVG. */
export const rasterAddress = (raster: Raster): string => rasterCanvas(raster).toDataURL('image/png')

/**
 * A figure as PNG, `width` pixels wide. Data pixels keep sharp edges. Errors: `bad-input` for a size that browsers
 * cannot draw.
 */
export async function figurePng(figure: Figure, width: number): Promise<Blob> {
  const height = Math.round((width * figure.height) / figure.width)
  if (!(width >= 16) || Math.max(width, height) > MOST_SIDE || width * height > MOST_PIXELS) {
    throw new AppError(
      'bad-input',
      t.figure.aPNGOfXPixelsCannotBeDrawnAt(width, height, MOST_SIDE, Math.round(MOST_PIXELS / 1e6)),
    )
  }
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = contextOf(canvas)
  context.scale(width / figure.width, height / figure.height)
  for (const item of figure.items) draw(context, item)
  const blob = await new Promise<Blob | null>(done => canvas.toBlob(done, 'image/png'))
  if (blob) return blob
  throw new AppError('unsupported', t.figure.thisBrowserHasNoMemoryForAPNG)
}

function draw(context: CanvasRenderingContext2D, item: FigureItem): void {
  switch (item.kind) {
    case 'rect':
      context.fillStyle = item.color
      context.fillRect(item.x, item.y, item.width, item.height)
      return
    case 'raster':
      if (item.raster.width * item.raster.height === 0) return
      context.imageSmoothingEnabled = false
      context.drawImage(rasterCanvas(item.raster), item.x, item.y, item.width, item.height)
      return
    case 'path':
      context.beginPath()
      for (const step of item.steps) trace(context, step)
      context.strokeStyle = item.color
      context.lineWidth = item.width
      context.setLineDash([...(item.dash ?? [])])
      context.stroke()
      return
    case 'text':
      context.font = `${item.bold ? 'bold ' : ''}${item.size}px ${FONT}`
      context.textAlign = item.anchor === 'middle' ? 'center' : item.anchor
      context.setLineDash([])
      if (item.halo) {
        context.strokeStyle = item.halo
        context.lineWidth = 2.5
        context.lineJoin = 'round'
        context.strokeText(item.text, item.x, item.y)
      }
      context.fillStyle = item.color
      context.fillText(item.text, item.x, item.y)
      return
    case 'clip':
      context.save()
      context.beginPath()
      context.rect(item.x, item.y, item.width, item.height)
      context.clip()
      for (const inside of item.items) draw(context, inside)
      context.restore()
  }
}

function trace(context: CanvasRenderingContext2D, step: PathStep): void {
  if (step.kind === 'close') context.closePath()
  else if (step.kind === 'move') context.moveTo(step.to.x, step.to.y)
  else if (step.kind === 'curve') {
    const [first, second] = step.controls
    context.bezierCurveTo(first.x, first.y, second.x, second.y, step.to.x, step.to.y)
  } else context.lineTo(step.to.x, step.to.y)
}
