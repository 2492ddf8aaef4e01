// Draws the application's icons from its own SVGs with a Chromium: PNGs for Linux, .ico for Windows, .icns for macOS.
// `node tools/icons.mjs`, when an SVG has changed; the files are kept in the repository.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { findChromium } from './chromium.mjs'
import { icnsFile, icoFile } from './iconFiles.mjs'

const at = path => fileURLToPath(new URL(`../resources/${path}`, import.meta.url))
const large = readFileSync(at('icons/subarc.svg'), 'utf8')
const small = readFileSync(at('package/subarc-small.svg'), 'utf8')

/** Below this many pixels the mark's details are only blur. */
const SMALL_SIDE = 40
/** A Mac's icons leave a margin: 824 of 1024 pixels (Apple's template for Big Sur and later). */
const MAC_SHARE = 824 / 1024

const executablePath = findChromium()
if (executablePath === undefined) {
  console.error('No Chromium is here to draw with: install one, or set CHROMIUM_PATH.')
  process.exit(1)
}
const browser = await chromium.launch({ executablePath })
const page = await browser.newPage()

async function draw(side, share = 1) {
  const svg = side < SMALL_SIDE ? small : large
  const address = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
  await page.setViewportSize({ width: side, height: side })
  const style = 'margin:0;display:grid;place-content:center;background:transparent;height:100vh'
  await page.setContent(
    `<body style="${style}"><img src="${address}" width="${side * share}" height="${side * share}">`,
  )
  await page.locator('img').evaluate(image => image.decode())
  return { side, png: await page.screenshot({ omitBackground: true }) }
}
const drawn = async (sides, share) => {
  const images = []
  for (const side of sides) images.push(await draw(side, share))
  return images
}

mkdirSync(at('package/linux'), { recursive: true })
for (const { side, png } of await drawn([16, 32, 48, 64, 128, 256, 512]))
  writeFileSync(at(`package/linux/${side}x${side}.png`), png)
writeFileSync(at('package/icon.ico'), icoFile(await drawn([16, 24, 32, 48, 64, 128, 256])))
writeFileSync(at('package/icon.icns'), icnsFile(await drawn([16, 32, 64, 128, 256, 512, 1024], MAC_SHARE)))
await browser.close()
