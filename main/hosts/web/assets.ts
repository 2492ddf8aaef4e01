import { readFile, realpath } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
}

/** Paths that the core answers; everything else is the interface. */
const CORE_PATHS = /^\/(rpc|pixels|thumbnail|cutout|download|upload)\//

export const isCorePath = (pathname: string) => CORE_PATHS.test(pathname)

/**
 * The built interface in `folder`. A path without an extension is a page of the interface's router and gets index.html.
 * Files that the build named by their content are cached for good.
 */
export function createAssets(folder: string): (request: Request) => Promise<Response> {
  return async request => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 })
    const { pathname } = new URL(request.url)
    const isPage = extname(pathname) === ''
    try {
      const root = await realpath(folder)
      const file = await realpath(join(root, isPage ? 'index.html' : decodeURIComponent(pathname)))
      if (!file.startsWith(root + sep)) return new Response(null, { status: 404 })
      const hashed = pathname.startsWith('/assets/')
      return new Response(request.method === 'HEAD' ? null : await readFile(file), {
        headers: {
          'content-type': CONTENT_TYPES[extname(file)] ?? 'application/octet-stream',
          'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
        },
      })
    } catch {
      return new Response(null, { status: 404 })
    }
  }
}
