import { createServer, type IncomingHttpHeaders, request } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** A line to Subarc that can be cut as a network is, and mended. */
export interface CuttableProxy {
  readonly origin: string
  /** Ends all connections at once and takes no new ones. */
  cut(): void
  mend(): void
  close(): void
}

/** @param target address of the web host, which answers for its own Host and Origin alone */
export async function createCuttableProxy(target: string): Promise<CuttableProxy> {
  const { host, hostname, port, origin } = new URL(target)
  const sockets = new Set<Socket>()
  let isCut = false
  const forwarded = (headers: IncomingHttpHeaders): IncomingHttpHeaders => ({
    ...headers,
    host,
    ...(headers.origin === undefined ? {} : { origin }),
  })
  const server = createServer((incoming, answer) => {
    const { method, url: path, headers } = incoming
    const outgoing = request({ hostname, port, method, path, headers: forwarded(headers) }, response => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(answer)
      response.on('error', () => answer.destroy())
    })
    outgoing.on('error', () => answer.destroy())
    answer.on('close', () => outgoing.destroy())
    incoming.pipe(outgoing)
  })
  server.on('connection', socket => {
    if (isCut) socket.destroy()
    else sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port: own } = server.address() as AddressInfo
  const cut = () => {
    isCut = true
    for (const socket of sockets) socket.destroy()
  }
  return {
    origin: `http://127.0.0.1:${own}`,
    cut,
    mend: () => {
      isCut = false
    },
    close: () => {
      cut()
      server.close()
    },
  }
}
