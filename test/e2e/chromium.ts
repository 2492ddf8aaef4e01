/** Quiet, offline, and with WebGL2 drawn by the processor: what a test machine without a GPU needs. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  // Only WebGL needs an emulated GPU: pages are put together faster without it.
  '--disable-gpu-compositing',
]
