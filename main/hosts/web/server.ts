import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRequestListener } from '@remix-run/node-fetch-server'
import { createAssets, isCorePath } from './assets.ts'
import { createGuard, newSecret } from './guard.ts'
import { withSecurityHeaders } from './policy.ts'

export interface WebServerOptions {
  /** The core's handler. */
  readonly fetch: (request: Request) => Promise<Response>
  /** Folder of the built interface. */
  readonly assets: string
  /** 0: any free port. */
  readonly port: number
}

export interface WebServer {
  readonly port: number
  readonly token: string
  /** The address to open once; it holds the token. */
  readonly url: string
  close(): Promise<void>
}

const listen = (server: Server, port: number) =>
  new Promise<number>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })

/** Serves the interface and the core on loopback, to whoever holds the token. */
export async function startWebServer({ fetch, assets, port }: WebServerOptions): Promise<WebServer> {
  const serveAsset = createAssets(assets)
  const token = newSecret()
  let handle: (request: Request) => Promise<Response> = async () => new Response(null, { status: 503 })
  const server = createServer(
    { requestTimeout: 0, headersTimeout: 20_000, maxHeaderSize: 16_384 },
    createRequestListener(async request => withSecurityHeaders(await handle(request))),
  )
  const bound = await listen(server, port)
  const guard = createGuard({ token, port: bound })
  handle = async request => {
    const refused = guard.check(request)
    if (refused !== undefined) return refused
    return isCorePath(new URL(request.url).pathname) ? fetch(request) : serveAsset(request)
  }
  return {
    port: bound,
    token,
    url: `http://127.0.0.1:${bound}/?token=${token}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
