import { ThemeProvider } from '@mui/material/styles'
import { createElement, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { theme } from '../../../renderer/app/theme.ts'
import { FloatViewer } from '../../../renderer/viewer/FloatViewer.tsx'
import { viewerPanel } from '../../../renderer/viewer/panels.ts'
import { DEFAULT_VIEW } from '../../../renderer/viewer/viewState.ts'

/** `window.show({ panels, view, width, columns })`: the viewer alone on a page; `window.view` is its latest view. */
const root = createRoot(document.getElementById('root'))
let shows = 0

function Harness({ panels, view, columns }) {
  const [current, setCurrent] = useState(view)
  window.view = current
  return createElement(FloatViewer, { panels, view: current, onView: setCurrent, columns, label: 'Test panels' })
}

window.show = ({ panels, view, width, columns }) => {
  const made = panels.map(({ data, ...panel }) =>
    viewerPanel({
      ...panel,
      // NaN does not pass through JSON: null stands for it.
      image: { ...panel.image, data: Float32Array.from(data, value => value ?? Number.NaN) },
    }),
  )
  const props = { key: shows++, panels: made, view: { ...DEFAULT_VIEW, ...view }, columns }
  const page = createElement('div', { style: { width } }, createElement(Harness, props))
  root.render(createElement(ThemeProvider, { theme, defaultMode: 'dark' }, page))
}
