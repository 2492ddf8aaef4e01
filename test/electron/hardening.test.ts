import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { denyPermissions, hardenContents, WEB_PREFERENCES } from '../../electron/hardening.ts'
import { createProtocolHandler } from '../../electron/protocol.ts'

class ContentsDouble extends EventEmitter {
  openHandler: () => { action: string } = () => ({ action: 'allow' })
  setWindowOpenHandler(handler: () => { action: 'deny' }) {
    this.openHandler = handler
  }
  /** Whether the contents may go to the address. */
  navigate(url: string): boolean {
    let allowed = true
    this.emit('will-navigate', { preventDefault: () => (allowed = false) }, url)
    return allowed
  }
}

describe('the window', () => {
  it('runs its page in a sandbox without Node', () => {
    expect(WEB_PREFERENCES).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
    })
  })

  it('refuses new windows and navigation away from the interface', () => {
    const contents = new ContentsDouble()
    hardenContents(contents)
    expect(contents.openHandler()).toEqual({ action: 'deny' })
    expect(contents.navigate('app://subarc/runs')).toBe(true)
    expect(contents.navigate('https://example.org/')).toBe(false)
    expect(contents.navigate('app://subarc.evil/')).toBe(false)
    expect(contents.navigate('file:///etc/passwd')).toBe(false)
  })

  it.each([
    ['geolocation', false],
    ['media', false],
    ['notifications', true],
  ])('denies every permission but the one to notify: %s, %s', (permission, granted) => {
    const answers: boolean[] = []
    denyPermissions({
      setPermissionRequestHandler: handler => handler(null, permission, answer => answers.push(answer)),
      setPermissionCheckHandler: handler => answers.push(handler(null, permission)),
      setDevicePermissionHandler: handler => answers.push(handler()),
    })
    expect(answers).toEqual([granted, granted, false])
  })
})

describe('app://subarc', () => {
  const handler = createProtocolHandler({
    core: async request => new Response(`core ${new URL(request.url).pathname}`),
    assets: async () => new Response('interface'),
  })

  it('sends the core its paths and everything else to the interface, under the same policy as the web host', async () => {
    const core = await handler(new Request('app://subarc/rpc/jobs/list', { method: 'POST' }))
    expect(await core.text()).toBe('core /rpc/jobs/list')
    const page = await handler(new Request('app://subarc/data'))
    expect(await page.text()).toBe('interface')
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
  })

  it('knows no other host, and says so when the core is gone', async () => {
    expect((await handler(new Request('app://elsewhere/rpc/x'))).status).toBe(404)
    const orphan = createProtocolHandler({
      core: () => Promise.reject(new Error('gone')),
      assets: async () => new Response(),
    })
    expect((await orphan(new Request('app://subarc/rpc/x'))).status).toBe(502)
  })
})
