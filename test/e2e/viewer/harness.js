import CssBaseline from '@mui/material/CssBaseline'
import { ThemeProvider } from '@mui/material/styles'
import { createElement, Fragment, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { celestialWcs } from '../../../main/domain/wcs/index.ts'
import { theme } from '../../../renderer/app/theme.ts'
import { FloatViewer } from '../../../renderer/viewer/FloatViewer.tsx'
import { viewerPanel } from '../../../renderer/viewer/panels.ts'
import { ViewerToolbar } from '../../../renderer/viewer/ViewerToolbar.tsx'
import { DEFAULT_VIEW } from '../../../renderer/viewer/viewState.ts'

/**
 * `window.show({ panels, view, width, columns, toolbar, mode })`: the viewer alone on a page, or under its toolbar;
 * `window.view` is its latest view, `window.setView` changes it.
 */
const root = createRoot(document.getElementById('root'))
let shows = 0

function Harness({ panels, view, columns, toolbar }) {
  const [current, setCurrent] = useState(view)
  window.view = current
  window.setView = changes => setCurrent(old => ({ ...old, ...changes }))
  const set = { panels, view: current, onView: setCurrent }
  return createElement(
    Fragment,
    null,
    toolbar && createElement('div', { style: { padding: '8px 0' } }, createElement(ViewerToolbar, set)),
    createElement(FloatViewer, { ...set, columns, label: 'Test panels' }),
  )
}

/** NaN does not pass through JSON: null stands for it. */
const image = (size, data) => ({ ...size, data: Float32Array.from(data, value => value ?? Number.NaN) })

const made = ({ data, bands, error, mask, cards, ...panel }) =>
  viewerPanel({
    ...panel,
    image: image(panel.image, data),
    ...(bands && { bands: bands.map(band => image(panel.image, band)) }),
    ...(error && { error: image(panel.image, error) }),
    ...(mask && { mask: image(panel.image, mask) }),
    ...(cards && { wcs: celestialWcs(cards) }),
  })

window.show = ({ panels, view, width, columns, toolbar, mode = 'dark' }) => {
  const props = { key: shows++, panels: panels.map(made), view: { ...DEFAULT_VIEW, ...view }, columns, toolbar }
  const page = createElement('div', { style: { width } }, createElement(Harness, props))
  root.render(createElement(ThemeProvider, { theme, defaultMode: mode }, toolbar && createElement(CssBaseline), page))
}
