import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { applicationMenu } from '../../electron/menu.ts'

const platforms = ['linux', 'win32', 'darwin'] as const

function menu(platform: NodeJS.Platform, recent: string[] = []) {
  const done: string[] = []
  const template = applicationMenu(platform, recent, {
    openFiles: () => void done.push('open files'),
    openRecent: path => void done.push(`open ${path}`),
    openWorkspace: () => void done.push('open workspace'),
    go: path => void done.push(`go ${path}`),
  })
  const all = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
    items.flatMap(item => [item, ...(Array.isArray(item.submenu) ? all(item.submenu) : [])])
  const press = (label: string) => {
    const item = all(template).find(one => one.label === label)
    ;(item?.click as (() => void) | undefined)?.()
    return done.at(-1)
  }
  return { template, items: all(template), press }
}

describe('the menu', () => {
  it.each(platforms)('has no key twice, on %s', platform => {
    const keys = menu(platform).items.flatMap(({ accelerator }) => (accelerator ? [accelerator] : []))
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys).toContain('CmdOrCtrl+O')
  })

  it.each(platforms)('leads to every page, to files and to another workspace, on %s', platform => {
    const { press } = menu(platform, ['/data/a&b.fits'])
    expect(press('Open ...')).toBe('open files')
    expect(press('a&&b.fits')).toBe('open /data/a&b.fits')
    expect(press('Open Workspace ...')).toBe('open workspace')
    expect(press('Compare')).toBe('go /compare')
    expect(press('Settings ...')).toBe('go /settings')
    expect(press('Diagnostics')).toBe('go /diagnostics')
  })

  it('keeps quit and settings where each platform looks for them', () => {
    const roles = (items: unknown) => (items as MenuItemConstructorOptions[]).map(({ role, label }) => role ?? label)
    const [mac] = menu('darwin').template
    expect(mac?.role).toBe('appMenu')
    expect(roles(mac?.submenu)).toEqual(expect.arrayContaining(['Settings ...', 'quit']))
    const [file] = menu('linux').template
    expect(roles(file?.submenu)).toEqual(expect.arrayContaining(['Settings ...', 'quit']))
  })

  it('shows no recent files where there are none', () => {
    expect(menu('linux').items.find(({ label }) => label === 'Open Recent')?.enabled).toBe(false)
  })
})
