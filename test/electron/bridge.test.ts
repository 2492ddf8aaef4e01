import { describe, expect, it } from 'vitest'
import { type BridgeHost, installBridge, isOwnFrame } from '../../electron/bridge.ts'
import { BRIDGE } from '../../electron/messages.ts'

type Listener = Parameters<BridgeHost['handle']>[1]

/** A double of the parts of Electron that answer the bridge. */
function double(chosen: string[]) {
  const listeners = new Map<string, Listener>()
  const registered: string[] = []
  const shown: string[] = []
  const restarted: string[] = []
  let listens = 0
  installBridge({
    handle: (channel, listener) => listeners.set(channel, listener),
    openDialog: async () => chosen,
    showItemInFolder: path => shown.push(path),
    restartOn: workspace => void restarted.push(workspace),
    pageListens: () => {
      listens += 1
    },
    registerFolder: async path => void registered.push(path),
  })
  const call = async (channel: string, url: string, ...args: unknown[]) =>
    listeners.get(channel)?.({ senderFrame: { url, parent: null } }, ...args)
  return { call, registered, shown, restarted, listens: () => listens }
}

describe('the preload bridge', () => {
  it('registers a folder that the user chose and gives it to the page', async () => {
    const { call, registered } = double(['/data/lenses'])
    expect(await call(BRIDGE.chooseFolder, 'app://subarc/data')).toBe('/data/lenses')
    expect(registered).toEqual(['/data/lenses'])
  })

  it('gives null for a dialog that was closed', async () => {
    expect(await double([]).call(BRIDGE.chooseFolder, 'app://subarc/')).toBeNull()
  })

  it('refuses calls of any other page or frame', async () => {
    const { call, registered } = double(['/data'])
    await expect(call(BRIDGE.chooseFolder, 'https://evil.example/')).rejects.toThrow('may not call the desktop')
    await expect(call(BRIDGE.chooseFolder, 'app://subarc.evil/')).rejects.toThrow('may not call the desktop')
    expect(isOwnFrame({ url: 'app://subarc/', parent: {} })).toBe(false)
    expect(isOwnFrame(null)).toBe(false)
    expect(registered).toEqual([])
  })

  it('starts anew on the workspace that was chosen, and on none where the dialog was closed', async () => {
    const chosen = double(['/data/workspace'])
    await chosen.call(BRIDGE.openWorkspace, 'app://subarc/settings')
    expect(chosen.restarted).toEqual(['/data/workspace'])
    const closed = double([])
    await closed.call(BRIDGE.openWorkspace, 'app://subarc/settings')
    expect(closed.restarted).toEqual([])
  })

  it('learns that the page listens from the page alone', async () => {
    const bridge = double([])
    await expect(bridge.call(BRIDGE.listening, 'https://evil.example/')).rejects.toThrow('may not call the desktop')
    expect(bridge.listens()).toBe(0)
    await bridge.call(BRIDGE.listening, 'app://subarc/')
    expect(bridge.listens()).toBe(1)
  })

  it('shows only a full path that exists', async () => {
    const { call, shown } = double([])
    await expect(call(BRIDGE.showInFolder, 'app://subarc/', 'relative.fits')).rejects.toThrow('full path')
    await expect(call(BRIDGE.showInFolder, 'app://subarc/', '/no/such/file')).rejects.toThrow()
    await call(BRIDGE.showInFolder, 'app://subarc/', process.execPath)
    expect(shown).toEqual([process.execPath])
  })
})
