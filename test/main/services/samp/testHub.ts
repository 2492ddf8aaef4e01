import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pathToFileURL } from 'node:url'
import {
  decodeCall,
  decodeResponse,
  encodeCall,
  encodeFault,
  encodeResponse,
  type SampMap,
  type SampValue,
} from '../../../../main/services/samp/xmlrpc.ts'

interface Registered {
  readonly id: string
  callback?: string
  metadata: SampMap
  types: string[]
}

/** The part of the SAMP standard profile's hub that clients meet, over real HTTP with a real lock file. */
export async function startTestHub(lockPath: string) {
  const clients = new Map<string, Registered>()
  const byId = (id: SampValue | undefined) => [...clients].find(([, client]) => client.id === id)
  const ask = async (key: string, method: string, params: SampValue[]) => {
    const callback = clients.get(key)?.callback ?? ''
    const answer = await fetch(callback, { method: 'POST', body: encodeCall(method, [key, ...params]) })
    return decodeResponse(await answer.text())
  }
  const replies: SampValue[][] = []
  const methods: Record<string, (key: string, params: SampValue[]) => SampValue | Promise<SampValue>> = {
    declareMetadata: (key, [metadata]) => {
      const client = clients.get(key)
      if (client) client.metadata = metadata as SampMap
      return ''
    },
    getMetadata: (_, [id]) => byId(id)?.[1].metadata ?? {},
    setXmlrpcCallback: (key, [url]) => {
      const client = clients.get(key)
      if (client) client.callback = String(url)
      return ''
    },
    declareSubscriptions: (key, [types]) => {
      const client = clients.get(key)
      if (client) client.types = Object.keys(types as SampMap)
      return ''
    },
    getSubscribedClients: (key, [type]) =>
      Object.fromEntries(
        [...clients].flatMap(([other, { id, types }]) =>
          other !== key && types.includes(String(type)) ? [[id, {}]] : [],
        ),
      ),
    notify: async (key, [id, message]) => {
      const found = byId(id)
      if (!found) throw new Error(`no client ${id}`)
      await ask(found[0], 'samp.client.receiveNotification', [clients.get(key)?.id ?? '', message])
      return ''
    },
    notifyAll: async (key, [message]) => {
      const type = (message as SampMap)['samp.mtype']
      const told = [...clients].filter(([other, { types }]) => other !== key && types.includes(String(type)))
      for (const [other] of told)
        await ask(other, 'samp.client.receiveNotification', [clients.get(key)?.id ?? '', message])
      return told.map(([, { id }]) => id)
    },
    reply: (_, params) => {
      replies.push(params)
      return ''
    },
    unregister: key => {
      clients.delete(key)
      return ''
    },
  }
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    try {
      const { method, params } = decodeCall(body)
      const name = method.replace('samp.hub.', '')
      const [key = '', ...rest] = params
      if (name === 'register') {
        if (key !== 'the secret') throw new Error('wrong secret')
        const id = `c${clients.size + 1}`
        clients.set(`key-${id}`, { id, metadata: {}, types: [] })
        response.end(encodeResponse({ 'samp.hub-id': 'hub', 'samp.self-id': id, 'samp.private-key': `key-${id}` }))
        return
      }
      if (!clients.has(String(key))) throw new Error('unknown key')
      response.end(encodeResponse(await methods[name](String(key), rest)))
    } catch (error) {
      response.end(encodeFault(String(error)))
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  writeFileSync(lockPath, `# a test\nsamp.secret=the secret\nsamp.hub.xmlrpc.url=${url}\nsamp.profile.version=1.3\n`)
  return {
    lockUrl: `std-lockurl:${pathToFileURL(lockPath).href}`,
    url,
    clients,
    replies,
    ask,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
