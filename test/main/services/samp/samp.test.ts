import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeFitsImage } from '../../../../main/formats/fits/write.ts'
import { connectToHub } from '../../../../main/services/samp/connection.ts'
import { voTable } from '../../../../main/services/samp/voTable.ts'
import {
  decodeCall,
  decodeResponse,
  encodeCall,
  encodeResponse,
  type SampMap,
} from '../../../../main/services/samp/xmlrpc.ts'
import { failure, openCore, temporaryFolder } from '../../../support/core.ts'
import { startTestHub } from './testHub.ts'

const folder = temporaryFolder('samp')
const path = join(folder.path, 'lens & ring.fits')
const before = process.env.SAMP_HUB
beforeAll(() => {
  const image = { width: 3, height: 2, data: Float32Array.of(1, 2, 3, 4, 5, 6) }
  writeFileSync(path, writeFitsImage({ image }))
})
afterAll(() => {
  if (before === undefined) delete process.env.SAMP_HUB
  else process.env.SAMP_HUB = before
  folder.remove()
})

describe('the XML-RPC of SAMP', () => {
  it('carries any text, list and map as it is', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', '<', '&', '"', "'", '>', 'é', '星', '\n') })
    const { value } = fc.letrec(tie => ({
      value: fc.oneof(
        { maxDepth: 3 },
        text,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.stringMatching(/^[a-z.-]{1,8}$/), tie('value'), { maxKeys: 3, noNullPrototype: true }),
      ),
    }))
    fc.assert(
      fc.property(fc.array(value, { maxLength: 3 }), params => {
        const sent = params as string[]
        expect(decodeCall(encodeCall('samp.hub.notify', sent))).toEqual({ method: 'samp.hub.notify', params: sent })
        expect(decodeResponse(encodeResponse(sent))).toEqual(sent)
      }),
    )
  })

  it('reads numbers, and values without a type, as their text', () => {
    const xml =
      '<methodResponse><params><param><value><array><data><value>plain</value><value><int>7</int></value></data></array></value></param></params></methodResponse>'
    expect(decodeResponse(xml)).toEqual(['plain', '7'])
  })

  it('refuses what is no message', () => {
    for (const xml of ['', 'hello', '<a></b>', '<methodCall/>']) expect(() => decodeCall(xml)).toThrow(/SAMP/)
  })
})

describe('without a hub', () => {
  it('says what to start', async () => {
    process.env.SAMP_HUB = `std-lockurl:${pathToFileURL(join(folder.path, 'none')).href}`
    const core = await openCore(join(folder.path, 'alone'))
    const error = await failure(core.client.samp.connect())
    expect(error.code).toBe('not-found')
    expect(error.message).toMatch(/Start TOPCAT/)
    expect(await core.client.samp.state()).toEqual({ connected: false, clients: [] })
    await core.close()
  })
})

describe('with a hub', () => {
  let hub: Awaited<ReturnType<typeof startTestHub>>
  let core: Awaited<ReturnType<typeof openCore>>
  beforeAll(async () => {
    hub = await startTestHub(join(folder.path, 'lock'))
    process.env.SAMP_HUB = hub.lockUrl
    core = await openCore(join(folder.path, 'workspace'))
  })
  afterAll(async () => {
    await core.close()
    expect(hub.clients.size).toBe(0)
    hub.close()
  })

  it('an image is sent to who takes images, by its file', async () => {
    const got: SampMap[] = []
    const nobody = await failure(core.client.samp.send({ what: { kind: 'product', ref: 'nothing' } }))
    expect(nobody.code).toBe('not-found')
    const unregistered = await failure(core.client.samp.send({ what: { kind: 'image', path } }))
    expect(unregistered.code).toBe('forbidden')
    await core.client.workspace.registerFolder({ path: folder.path })
    expect((await failure(core.client.samp.send({ what: { kind: 'image', path } }))).message).toMatch(/Start DS9/)

    const viewer = await connectToHub({
      version: '1',
      types: ['image.load.fits'],
      receive: ({ params }) => got.push(params),
      lost: () => undefined,
    })
    expect(await core.client.samp.send({ what: { kind: 'image', path } })).toEqual({ receivers: 1 })
    const state = await core.client.samp.state()
    expect(state).toMatchObject({ connected: true, clients: [{ name: 'Subarc' }] })
    await core.client.samp.send({ what: { kind: 'image', path }, client: state.clients[0].id })
    const url = pathToFileURL(path).href
    expect(got).toEqual([1, 2].map(() => ({ url, name: 'lens & ring.fits', 'image-id': url })))
    await viewer.close()
  })

  it('an image that somebody sends comes to the page, and a remote one says why not', async () => {
    const stream = await core.client.samp.received()
    await core.client.samp.connect()
    const sender = await connectToHub({ version: '1', types: [], receive: () => undefined, lost: () => undefined })
    const [first, second] = [stream.next(), stream.next()]
    await sender.notify(null, 'image.load.fits', { url: pathToFileURL(path).href, name: 'M 42' })
    expect((await first).value).toEqual({ from: 'Subarc', name: 'M 42', path, problem: null })
    await sender.notify(null, 'image.load.fits', { url: 'http://elsewhere/x.fits' })
    expect((await second).value).toMatchObject({
      name: 'x.fits',
      path: null,
      problem: expect.stringMatching(/Save it/),
    })
    await stream.return?.(undefined)
    await sender.close()
  })

  it('a call is answered, and nobody without the key is listened to', async () => {
    const [key] = [...hub.clients.keys()]
    await hub.ask(key, 'samp.client.receiveCall', ['c9', 'id-1', { 'samp.mtype': 'samp.app.ping', 'samp.params': {} }])
    await expect.poll(() => hub.replies.at(-1)).toEqual(['id-1', { 'samp.status': 'samp.ok', 'samp.result': {} }])
    const callback = hub.clients.get(key)?.callback ?? ''
    const message = { 'samp.mtype': 'image.load.fits', 'samp.params': { url: 'file:///etc/passwd' } }
    const forged = encodeCall('samp.client.receiveNotification', ['guess', 'c9', message])
    const answer = await fetch(callback, { method: 'POST', body: forged })
    expect(await answer.text()).toContain('fault')
    expect((await fetch(new URL('/', callback), { method: 'POST', body: forged })).status).toBe(404)
  })

  it('a table is written and its address sent', async () => {
    const got: SampMap[] = []
    const reader = await connectToHub({
      version: '1',
      types: ['table.load.votable'],
      receive: ({ params }) => got.push(params),
      lost: () => undefined,
    })
    const columns = [
      { name: 'region', unit: null },
      { name: 'flux', unit: 'Jy' },
    ]
    const rows = [
      ['arc < 1', 2.5],
      ['sky', null],
    ]
    await core.client.samp.send({ what: { kind: 'table', name: 'Regions', columns, rows } })
    const text = readFileSync(fileURLToPath(String(got[0].url)), 'utf8')
    expect(text).toBe(voTable('Regions', columns, rows))
    expect(text).toContain('<TD>arc &lt; 1</TD>')
    expect(text).toContain('<TD>NaN</TD>')
    await reader.close()
  })
})

const python = process.env.SUBARC_PYTHON ?? 'python3'
const hasAstropy = spawnSync(python, ['-c', 'import astropy.samp']).status === 0

describe("astropy's own hub", () => {
  it.skipIf(!hasAstropy)(
    `passes an image to astropy's client and one back${hasAstropy ? '' : ' (skipped: no Python with astropy here)'}`,
    async () => {
      const lock = join(folder.path, 'astropy-lock')
      process.env.SAMP_HUB = `std-lockurl:${pathToFileURL(lock).href}`
      const peer = spawn(python, [fileURLToPath(new URL('./astropy_peer.py', import.meta.url)), path], {
        env: process.env,
        stdio: ['pipe', 'pipe', 'inherit'],
      })
      const exited = once(peer, 'exit')
      const lines = createInterface(peer.stdout)[Symbol.asyncIterator]()
      const core = await openCore(join(folder.path, 'with-astropy'))
      try {
        expect((await lines.next()).value).toBe('ready')
        expect(existsSync(lock)).toBe(true)
        await core.client.workspace.registerFolder({ path: folder.path })
        const stream = await core.client.samp.received()
        const coming = stream.next()
        expect(await core.client.samp.send({ what: { kind: 'image', path } })).toEqual({ receivers: 1 })
        const seen = JSON.parse((await lines.next()).value ?? '{}')
        expect(seen).toMatchObject({ url: pathToFileURL(path).href, sum: 21 })
        expect((await coming).value).toMatchObject({ from: 'astropy peer', path, problem: null })
        await stream.return?.(undefined)
      } finally {
        await core.close()
        peer.stdin.end()
        await exited
      }
    },
  )
})
