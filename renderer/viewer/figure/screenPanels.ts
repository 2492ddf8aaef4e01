import { panelDisplays } from '../levels.ts'
import { linkPanels } from '../linking.ts'
import type { ViewerPanel } from '../panels.ts'
import { panelFrame } from '../scene.ts'
import type { ViewState } from '../viewState.ts'
import type { FigureContent } from './layout.ts'

/**
 * The panels as they stand on the page within an element now: their sizes, what they show, and how many stand in a row.
 */
export function screenPanels(
  container: HTMLElement,
  panels: readonly ViewerPanel[],
  view: ViewState,
): Pick<FigureContent, 'panels' | 'columns' | 'linking'> {
  const linking = linkPanels(panels, view.link)
  const displays = panelDisplays(panels, view)
  const boxes = new Map(
    [...container.querySelectorAll<HTMLElement>('[data-panel]')].map(element => [
      element.dataset.panel ?? '',
      element.getBoundingClientRect(),
    ]),
  )
  const tops = [...boxes.values()].map(box => Math.round(box.top))
  const ratio = window.devicePixelRatio || 1
  return {
    linking,
    columns: Math.max(1, tops.filter(top => top === tops[0]).length),
    panels: panels.flatMap(panel => {
      const [box, display] = [boxes.get(panel.id), displays.get(panel.id)]
      if (!box || !display || box.width < 1) return []
      const size = { width: box.width, height: box.height }
      return [{ panel, display, size, frame: panelFrame(view, panel.id, linking.extent, size, ratio) }]
    }),
  }
}
