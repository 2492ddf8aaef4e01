import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWebServer, type WebServer } from '../../../../main/hosts/web/server.ts'

let folder: string
let server: WebServer

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'subarc-web-'))
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Subarc</title>')
  await writeFile(join(folder, 'main.js'), 'export {}')
  await symlink('/etc/passwd', join(folder, 'leak.txt'))
  server = await startWebServer({
    fetch: async request => new Response(`core ${new URL(request.url).pathname}`),
    assets: folder,
    port: 0,
  })
})

afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const origin = () => `http://127.0.0.1:${server.port}`

/** Node's fetch sets Host itself; the raw client can lie. */
function rawGet(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ host: '127.0.0.1', port: server.port, path, headers }, response => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    outgoing.once('error', reject)
    outgoing.end()
  })
}

async function cookie(): Promise<string> {
  const response = await fetch(server.url, { redirect: 'manual' })
  return (response.headers.get('set-cookie') ?? '').split(';')[0]
}

describe('the web host', () => {
  it('exchanges the token for a strict cookie and takes it out of the address', async () => {
    const response = await fetch(server.url, { redirect: 'manual' })
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe('/')
    expect(response.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict; Path=\//)
  })

  it('opens a page of its own, and no other, with the token', async () => {
    const landing = async (to: string) =>
      (await fetch(`${server.url}&to=${encodeURIComponent(to)}`, { redirect: 'manual' })).headers.get('location')
    expect(await landing('/view?file=%2Fdata%2Fa.fits')).toBe('/view?file=%2Fdata%2Fa.fits')
    for (const elsewhere of [
      '//evil.example/',
      '/\\evil.example',
      'https://evil.example/',
      'view',
      '/a\r\nSet-Cookie: b',
    ])
      expect(await landing(elsewhere)).toBe('/')
  })

  it('refuses whoever has no token, a wrong one, or a wrong cookie', async () => {
    const bare = await fetch(`${origin()}/rpc/workspace/info`, { method: 'POST' })
    const wrong = await fetch(`${origin()}/?token=${'x'.repeat(43)}`)
    const forged = await fetch(origin(), { headers: { cookie: `subarc-${server.port}=${'x'.repeat(43)}` } })
    expect([bare.status, wrong.status, forged.status]).toEqual([401, 401, 401])
  })

  it('serves the interface and the core to the holder of the cookie', async () => {
    const headers = { cookie: await cookie() }
    const page = await fetch(`${origin()}/runs/some-run`, { headers })
    expect(await page.text()).toContain('<title>Subarc</title>')
    const core = await fetch(`${origin()}/pixels/dataset/a/0/lr`, { headers })
    expect(await core.text()).toBe('core /pixels/dataset/a/0/lr')
  })

  it('takes the token as a bearer, for programs', async () => {
    const response = await fetch(`${origin()}/rpc/x`, { headers: { authorization: `Bearer ${server.token}` } })
    expect(response.status).toBe(200)
  })

  it('refuses foreign origins, cross-site requests and other names for this machine', async () => {
    const headers = { cookie: await cookie() }
    const foreign = await fetch(`${origin()}/rpc/x`, { headers: { ...headers, origin: 'http://evil.example' } })
    expect(foreign.status).toBe(403)
    expect(
      await rawGet('/rpc/x', { ...headers, host: `127.0.0.1:${server.port}`, 'sec-fetch-site': 'cross-site' }),
    ).toBe(403)
    expect(await rawGet('/', { ...headers, host: `rebound.example:${server.port}` })).toBe(421)
  })

  it('sends a policy that lets scripts come from this origin alone', async () => {
    const policy = (await fetch(origin())).headers.get('content-security-policy') ?? ''
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
  })

  it('serves nothing outside of the interface, by dots or by links', async () => {
    const headers = { cookie: await cookie() }
    expect(await rawGet('/..%2f..%2fetc%2fpasswd.txt', { ...headers, host: `127.0.0.1:${server.port}` })).toBe(404)
    expect((await fetch(`${origin()}/leak.txt`, { headers })).status).toBe(404)
    expect((await fetch(`${origin()}/main.js`, { headers })).status).toBe(200)
  })

  it('refuses headers beyond the limit', async () => {
    expect(await rawGet('/', { host: `127.0.0.1:${server.port}`, cookie: 'x'.repeat(20_000) })).toBe(431)
  })
})
