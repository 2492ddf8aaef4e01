import { request as httpRequest, type IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'

/** Statuses whose responses have no body. */
const NO_BODY = new Set([101, 204, 205, 304])

function toResponse(message: IncomingMessage): Response {
  const headers = new Headers()
  for (const [name, value] of Object.entries(message.headers)) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) headers.append(name, one)
  }
  const status = message.statusCode ?? 500
  const body = NO_BODY.has(status) ? null : (Readable.toWeb(message) as ReadableStream<Uint8Array>)
  return new Response(body, { status, headers })
}

/** `fetch` to a core that listens on a pipe or socket; bodies stream both ways, an aborted request closes its connection. */
export function fetchThroughPipe(address: string): (request: Request) => Promise<Response> {
  return request =>
    new Promise((resolve, reject) => {
      const url = new URL(request.url)
      const outgoing = httpRequest(
        {
          socketPath: address,
          method: request.method,
          path: url.pathname + url.search,
          headers: Object.fromEntries(request.headers),
          signal: request.signal,
        },
        message => resolve(toResponse(message)),
      )
      outgoing.once('error', reject)
      if (request.body === null) outgoing.end()
      else pipeline(Readable.fromWeb(request.body as NodeReadableStream), outgoing).catch(reject)
    })
}
