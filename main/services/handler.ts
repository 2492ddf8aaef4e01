import type { AnyRouter } from '@orpc/server'
import { RPCHandler } from '@orpc/server/fetch'
import { RPC_PREFIX } from '../contract/index.ts'
import { AppError } from '../domain/errors.ts'
import type { ServiceContext } from './context.ts'
import { serveCutout } from './cutout.ts'
import { serveDownload, servePixels, serveThumbnail } from './pixels.ts'
import { createThumbnailCache } from './thumbnailCache.ts'
import { errorResponse, presentable, toWireError } from './wireErrors.ts'

/** The largest body of a typed call. */
const maxBodyBytes = 2 ** 20

/** Calls that may list 20,000 files by their paths. */
const maxListBytes = 32 * 2 ** 20
const listCalls = new Set(['datasets/scan', 'datasets/import', 'apply/start'].map(call => `${RPC_PREFIX}/${call}`))

/** How much of a body that is too large is read and thrown away before the answer. */
const maxDiscardedBytes = 8 * 2 ** 20

type Handler = (request: Request) => Promise<Response>

/** The one handler of the core: typed calls, streamed events, image bytes, downloads and uploads. */
export function createHandler(router: AnyRouter, context: ServiceContext): Handler {
  const rpc = rpcHandler(router, context)
  const thumbnails = createThumbnailCache(context.workspace)
  const read = (serve: (ref: string, request: Request) => Promise<Response>) => (ref: string, request: Request) => {
    if (request.method === 'GET') return serve(ref, request)
    return Promise.resolve(wrongMethod(request, 'GET'))
  }
  const routes: Record<string, (rest: string, request: Request) => Promise<Response>> = {
    [RPC_PREFIX.slice(1)]: (_, request) => rpc(request),
    pixels: read((ref, request) => servePixels(context.images, ref, request)),
    thumbnail: read((ref, request) => serveThumbnail(context.images, thumbnails, ref, request)),
    cutout: read((ref, request) => serveCutout(context, ref, request)),
    download: read(ref => serveDownload(context.images, ref)),
    upload: (path, request) => receiveUpload(path, request, context),
  }
  return async request => {
    try {
      const { pathname } = new URL(request.url)
      const [, kind = '', rest = ''] = /^\/([^/]*)\/(.*)$/.exec(pathname) ?? []
      const route = Object.hasOwn(routes, kind) ? routes[kind] : undefined
      if (route === undefined) throw new AppError('not-found', `There is nothing at ${pathname.slice(0, 200)}.`)
      return await route(kind === RPC_PREFIX.slice(1) ? rest : decoded(rest), request)
    } catch (error) {
      return errorResponse(presentable(error, context.log))
    }
  }
}

function rpcHandler(router: AnyRouter, context: ServiceContext): Handler {
  const handler = new RPCHandler(router, {
    interceptors: [
      async ({ next }) => {
        try {
          return await next()
        } catch (error) {
          throw toWireError(presentable(error, context.log))
        }
      },
    ],
  })
  return async request => {
    if (request.method !== 'POST') return wrongMethod(request, 'POST')
    const { pathname } = new URL(request.url)
    const body = await readJson(request, listCalls.has(pathname) ? maxListBytes : maxBodyBytes)
    if (body instanceof Response) return body
    const whole = new Request(request.url, { method: 'POST', headers: request.headers, body, signal: request.signal })
    const { matched, response } = await handler.handle(whole, { prefix: RPC_PREFIX })
    if (matched) return response
    return errorResponse(new AppError('not-found', `There is no call ${pathname.slice(RPC_PREFIX.length + 1, 200)}.`))
  }
}

/** The body, if it is JSON and not too large. Only JSON, because a page of another site cannot send it unasked. */
async function readJson(request: Request, limit: number): Promise<string | Response> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    return errorResponse(new AppError('bad-input', 'The body of a call must be application/json.'), 415)
  }
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request.body ?? []) {
    bytes += chunk.length
    if (bytes <= limit) chunks.push(chunk)
    // Read on for a while without keeping it: a sender that is cut off never reads the answer.
    else if (bytes > limit + maxDiscardedBytes) break
  }
  if (bytes > limit) {
    const message = `The body of this call is over its limit of ${limit} bytes.`
    return errorResponse(new AppError('bad-input', message, { limit }), 413)
  }
  const text = Buffer.concat(chunks).toString('utf8')
  try {
    JSON.parse(text)
  } catch {
    return errorResponse(new AppError('bad-input', 'The body of the call is not valid JSON.'))
  }
  return text
}

async function receiveUpload(path: string, request: Request, context: ServiceContext): Promise<Response> {
  if (request.method !== 'POST' && request.method !== 'PUT') return wrongMethod(request, 'POST, PUT')
  const at = path.indexOf('/')
  if (at < 1) throw new AppError('not-found', 'The address of an upload is /upload/<id>/<path of the file>.')
  await context.uploads.write(path.slice(0, at), path.slice(at + 1), request.body)
  return new Response(null, { status: 204 })
}

function wrongMethod(request: Request, allowed: string): Response {
  const response = errorResponse(
    new AppError('bad-input', `${request.method} is not possible here; use ${allowed}.`),
    405,
  )
  response.headers.set('allow', allowed)
  return response
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    throw new AppError('bad-input', 'The address is not properly encoded.')
  }
}
