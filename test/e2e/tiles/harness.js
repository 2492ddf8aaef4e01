import { ThemeProvider } from '@mui/material/styles'
import { createElement, useState } from 'react'
import { createRoot } from 'react-dom/client'
import {
  addRows,
  halved,
  levelCount,
  levelOneSums,
  meansOf,
  previewedPixel,
  previewLayout,
  tileRect,
} from '../../../main/domain/pyramid.ts'
import { theme } from '../../../renderer/app/theme.ts'
import { FloatViewer } from '../../../renderer/viewer/FloatViewer.tsx'
import { viewerPanel } from '../../../renderer/viewer/panels.ts'
import { TiledImage } from '../../../renderer/viewer/tiles/tiledImage.ts'
import { DEFAULT_VIEW } from '../../../renderer/viewer/viewState.ts'
import { patternValue } from './pattern.ts'

/**
 * `window.show({ size, view, width, held })`: a large image in tiles, which come only after `window.release()` where they
 * are held; `window.uploads` counts what was sent to the graphics card.
 */
const root = createRoot(document.getElementById('root'))
let shows = 0
let gate = Promise.resolve()

window.uploads = 0
for (const name of ['texImage2D', 'texSubImage2D']) {
  const upload = WebGL2RenderingContext.prototype[name]
  WebGL2RenderingContext.prototype[name] = function (...args) {
    window.uploads++
    return upload.apply(this, args)
  }
}

function cut({ width, data }, rect) {
  const part = new Float32Array(rect.width * rect.height)
  for (let y = 0; y < rect.height; y++) {
    const from = (rect.y + y) * width + rect.x
    part.set(data.subarray(from, from + rect.width), y * rect.width)
  }
  return { width: rect.width, height: rect.height, data: part }
}

function levelsOf(image) {
  const levels = [image]
  let sums = levelOneSums(image)
  addRows(sums, 0, image.data, image.width)
  for (let level = 1; level < levelCount(image); level++) {
    if (level > 1) sums = halved(sums)
    levels.push(meansOf(sums))
  }
  return levels
}

function previewOf(image) {
  const { step, size } = previewLayout(image)
  const data = Float32Array.from({ length: size.width * size.height }, (_, i) => {
    const x = previewedPixel(i % size.width, step, image.width)
    const y = previewedPixel(Math.floor(i / size.width), step, image.height)
    return image.data[y * image.width + x]
  })
  return { ...size, data }
}

function tiled(image) {
  const levels = levelsOf(image)
  const source = {
    tile: async place => {
      await gate
      return cut(levels[place.level], tileRect(image, place))
    },
    cut: async rect => cut(image, rect),
  }
  const large = new TiledImage({ size: image, preview: previewOf(image), sample: Float32Array.of(0, 256), source })
  large.setRowsReady(image.height)
  return large
}

function Harness({ panels, view }) {
  const [current, setCurrent] = useState(view)
  window.view = current
  window.setView = setCurrent
  return createElement(FloatViewer, {
    panels,
    view: current,
    onView: setCurrent,
    columns: panels.length,
    label: 'Test',
  })
}

window.show = ({ size, view, width, held = false }) => {
  const release = Promise.withResolvers()
  gate = held ? release.promise : Promise.resolve()
  window.release = release.resolve
  const data = Float32Array.from({ length: size.width * size.height }, (_, i) =>
    patternValue(i % size.width, Math.floor(i / size.width)),
  )
  const panels = [viewerPanel({ id: 'large', title: 'Large', image: tiled({ ...size, data }) })]
  const props = { key: shows++, panels, view: { ...DEFAULT_VIEW, ...view } }
  const page = createElement('div', { style: { width } }, createElement(Harness, props))
  root.render(createElement(ThemeProvider, { theme, defaultMode: 'dark' }, page))
}
