import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { redact } from '../../../main/domain/redact.ts'

const privacy = {
  folders: [
    { path: '/home/vera/lenses-ws', name: '<workspace>' },
    { path: '/opt/subarc', name: '<subarc>' },
  ],
  home: '/home/vera',
  names: ['vera', 'telescope.example.edu', 'telescope'],
}
const shown = (text: string) => redact(text, privacy)

describe('a text for others', () => {
  test('keeps where in the product something is, and nothing of where the product is', () => {
    expect(shown('cannot write /home/vera/lenses-ws/runs/run-1/last.safetensors')).toBe(
      'cannot write <workspace>/runs/run-1/last.safetensors',
    )
    expect(shown('at start (file:///opt/subarc/main/services/core.ts:12:3)')).toBe(
      'at start (<subarc>/main/services/core.ts:12:3)',
    )
  })

  test('keeps of any other path its extension alone', () => {
    expect(shown('There is no file /data/HSC secret/J0946+1006.fits.')).toBe('There is no file <path>.fits.')
    expect(shown('/home/vera/My lens 1.fits.gz: too short')).toBe('<path>.fits.gz: too short')
    expect(shown('C:\\Users\\Vera\\lens.npy, D:/survey/a b/c.h5')).toBe('<path>.npy, <path>.h5')
    expect(shown('\\\\server\\share\\x.tif is gone')).toBe('<path>.tif is gone')
    expect(shown('in /home/vera')).toBe('in <path>')
    expect(shown('home /home/vera/lenses-ws-2/x')).toBe('home <path>')
  })

  test('names neither the user nor the machine, nor an address', () => {
    expect(shown('Vera@telescope at telescope.example.edu, vera.rubin@example.org')).toBe(
      '<name>@<name> at <name>, <mail>',
    )
    expect(shown('open http://127.0.0.1:4242/?token=abc from 192.168.1.7')).toBe('open <address> from <ip>')
  })

  test('leaves units, numbers and sentences as they are', () => {
    const plain = '3.2 images/s, 12 electron/s, 4/5 done on 2026/03/14; ratio 1/2. onnx:cpu is correct to 1.0e-6'
    expect(shown(plain)).toBe(plain)
  })

  test('holds for whatever stands around: home, user and machine are never in it', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9 ._()-]{0,12}$/)
    fc.assert(
      fc.property(word, word, word, (before, folder, after) => {
        const text = shown(`${before} /home/vera/${folder}/${after}.fits on telescope by vera ${after}`)
        expect(text).not.toMatch(/\/home\/vera|\bvera\b|\btelescope\b/)
      }),
    )
  })
})
