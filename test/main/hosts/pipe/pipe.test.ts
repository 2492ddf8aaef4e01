import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { pipeAddress } from '../../../../main/hosts/pipe/address.ts'
import { fetchThroughPipe } from '../../../../main/hosts/pipe/fetch.ts'
import { listenOnPipe, type PipeServer } from '../../../../main/hosts/pipe/listen.ts'

let server: PipeServer | undefined

afterEach(async () => {
  await server?.close()
  server = undefined
})

async function serve(handler: (request: Request) => Promise<Response>) {
  const workspace = await mkdtemp(join(tmpdir(), 'subarc-pipe-'))
  server = await listenOnPipe(await pipeAddress(workspace), handler)
  await rm(workspace, { recursive: true })
  return fetchThroughPipe(server.address)
}

describe('the pipe', () => {
  it('carries a request with its body and the answer with its status and headers', async () => {
    const fetch = await serve(async request => {
      const text = `${request.method} ${new URL(request.url).pathname} ${await request.text()}`
      return new Response(text, { status: 201, headers: { 'subarc-width': '64' } })
    })
    const response = await fetch(new Request('http://subarc/rpc/x', { method: 'POST', body: 'hello' }))
    expect([response.status, response.headers.get('subarc-width'), await response.text()]).toEqual([
      201,
      '64',
      'POST /rpc/x hello',
    ])
  })

  it('streams an answer as it is made', async () => {
    let release = () => {}
    const second = new Promise<void>(resolve => {
      release = resolve
    })
    const fetch = await serve(async () => {
      const encoder = new TextEncoder()
      const body = new ReadableStream({
        async start(controller) {
          controller.enqueue(encoder.encode('first'))
          await second
          controller.enqueue(encoder.encode('second'))
          controller.close()
        },
      })
      return new Response(body)
    })
    const response = await fetch(new Request('http://subarc/'))
    const reader = response.body?.getReader()
    const decode = async () => new TextDecoder().decode((await reader?.read())?.value)
    expect(await decode()).toBe('first')
    release()
    expect(await decode()).toBe('second')
  })

  it('tells the core when a client goes away', async () => {
    const gone = Promise.withResolvers<void>()
    const reached = Promise.withResolvers<void>()
    const fetch = await serve(async request => {
      request.signal.addEventListener('abort', () => gone.resolve())
      reached.resolve()
      await gone.promise
      return new Response('late')
    })
    const controller = new AbortController()
    const answer = fetch(new Request('http://subarc/', { signal: controller.signal }))
    await reached.promise
    controller.abort()
    await expect(answer).rejects.toThrow()
    await gone.promise
  })

  it.skipIf(process.platform === 'win32')(
    'lets nobody else in: socket and folder belong to the user alone',
    async () => {
      await serve(async () => new Response())
      const address = server?.address ?? ''
      const modes = [(await stat(address)).mode & 0o777, (await stat(join(address, '..'))).mode & 0o777]
      expect(modes).toEqual([0o600, 0o700])
    },
  )
})
