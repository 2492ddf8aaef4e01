import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeCall, encodeFault, encodeResponse, type SampMap, type SampValue } from './xmlrpc.ts'

const MAX_BODY = 2 ** 20

/** What the hub passes on. A call has an id and wants an answer. */
export interface SampMessage {
  readonly sender: string
  readonly type: string
  readonly params: SampMap
  readonly callId: string | null
}

export interface Callback {
  readonly url: string
  close(): void
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > MAX_BODY) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const isMap = (value: SampValue | undefined): value is SampMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The message in a call of the hub; null: a response, or nothing that is known. */
function messageOf(method: string, params: readonly SampValue[]): SampMessage | null {
  const isCall = method === 'samp.client.receiveCall'
  if (!isCall && method !== 'samp.client.receiveNotification') return null
  const [sender, callId, message] = isCall ? params.slice(1) : [params[1], '', params[2]]
  if (typeof sender !== 'string' || typeof callId !== 'string' || !isMap(message)) return null
  const { 'samp.mtype': type, 'samp.params': values } = message
  if (typeof type !== 'string') return null
  return { sender, type, params: isMap(values) ? values : {}, callId: isCall ? callId : null }
}

/**
 * Listens on loopback for what the hub passes on (SAMP 1.3, section 4.4): at an address that only the hub is told, and only
 * with the private key that the hub gave out.
 */
export async function listenForHub(
  isOurs: (key: string) => boolean,
  receive: (message: SampMessage) => void,
): Promise<Callback> {
  const path = `/${randomBytes(16).toString('hex')}`
  const server = createServer(async (request, response) => {
    const body = request.method === 'POST' && request.url === path ? await bodyOf(request) : null
    if (body === null) {
      response.writeHead(404, { connection: 'close' }).end()
      return
    }
    let answer: string
    try {
      const { method, params } = decodeCall(body)
      const [key] = params
      if (typeof key !== 'string' || !isOurs(key)) answer = encodeFault('The private key is not this client’s.')
      else {
        const message = messageOf(method, params)
        if (message !== null) receive(message)
        answer = encodeResponse('')
      }
    } catch (error) {
      answer = encodeFault(error instanceof Error ? error.message : String(error))
    }
    response.writeHead(200, { 'content-type': 'text/xml' }).end(answer)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}${path}`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
