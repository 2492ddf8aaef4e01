import type { Page } from 'playwright/test'

/** A window of 1280 x 800 at 200 %. */
export const ZOOMED = { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 } as const

/**
 * What a user cannot get at in this window: parts that scroll sideways, and controls that lie outside of it, are cut or
 * covered (WCAG 2.2, 1.4.4 and 1.4.10). Tables, images and charts may scroll both ways, as the criterion allows.
 */
export const outOfReach = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const CONTROLS = 'a[href], button, input, select, textarea, summary, [role=button], [role=tab], [role=combobox]'
    const TWO_WAYS = '[role=table], [role=grid], [role=log], [data-panel], .js-plotly-plot, table, pre, [role=tablist]'
    const nameOf = (element: Element) => {
      const text = element.getAttribute('aria-label') ?? element.textContent ?? ''
      return `${element.tagName.toLowerCase()} "${text.trim().slice(0, 40)}"`
    }
    const isShown = (element: Element) => element.checkVisibility({ opacityProperty: false, visibilityProperty: true })
    const scrolls = (element: Element) => /auto|scroll/.test(getComputedStyle(element).overflowX)
    const isPreformatted = (element: Element) => getComputedStyle(element).whiteSpace === 'pre'
    const mayScrollBothWays = (element: Element) =>
      element.closest(TWO_WAYS) !== null ||
      element.querySelector(TWO_WAYS) !== null ||
      // The cards of a header stand in columns.
      [...element.querySelectorAll('button')].some(isPreformatted)

    const sideways = [document.documentElement, ...document.querySelectorAll('*')]
      .filter(element => element === document.documentElement || scrolls(element))
      .filter(element => element.scrollWidth > element.clientWidth + 1 && !mayScrollBothWays(element))
      .map(element => `scrolls sideways by ${element.scrollWidth - element.clientWidth}: ${nameOf(element)}`)

    const faultOf = (control: Element): string | null => {
      control.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })
      for (let at = control.parentElement; at !== null; at = at.parentElement) {
        // A script can scroll these, a user cannot.
        const { overflowX, overflowY } = getComputedStyle(at)
        const cut = (overflowY === 'hidden' && at.scrollTop !== 0) || (overflowX === 'hidden' && at.scrollLeft !== 0)
        if (cut && at.closest('[role=tablist]') === null) return 'is cut'
      }
      // Of a link in two lines the first.
      const { left, right, top, bottom } = control.getClientRects()[0] ?? control.getBoundingClientRect()
      if (left < -1 || right > innerWidth + 1) return 'lies outside at the side'
      if ((top < -1 || bottom > innerHeight + 1) && bottom - top <= innerHeight) return 'lies outside above or below'
      const place = control.closest('label, [role=option]') ?? control.closest('.MuiInputBase-root') ?? control
      const middle = document.elementFromPoint(
        (left + right) / 2,
        (Math.max(0, top) + Math.min(innerHeight, bottom)) / 2,
      )
      // What is disabled lets the pointer through to what it lies on.
      const isMet =
        getComputedStyle(control).pointerEvents === 'none' ? middle?.contains(control) : place.contains(middle)
      if (!isMet) {
        return `is covered by ${middle === null ? 'nothing' : nameOf(middle)}`
      }
      return null
    }

    // A dialog makes what is behind it inert.
    const dialog = [...document.querySelectorAll('[role=dialog], [role=menu]')].at(-1)
    const controls = [...(dialog ?? document).querySelectorAll(CONTROLS)]
      // Off the page until it has the focus.
      .filter(control => control.getAttribute('href') !== '#main')
      // Inputs of switches and sliders are larger or smaller than what is seen of them.
      .map(control => control.closest('.MuiSwitch-root, .MuiSlider-root') ?? control)
      .filter(control => isShown(control) && control.closest('[aria-hidden=true], [inert]') === null)
    const lost = controls.flatMap(control => {
      const fault = faultOf(control)
      return fault === null ? [] : [`${fault}: ${nameOf(control)}`]
    })
    return [...sideways, ...lost]
  })
