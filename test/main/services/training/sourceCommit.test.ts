import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { numericPackages } from '../../../../main/services/training/packages.ts'
import { sourceCommit } from '../../../../main/services/training/sourceCommit.ts'
import { temporaryFolder, writeTestFile } from '../../../support/core.ts'

const folder = temporaryFolder('commit')
afterAll(() => folder.remove())

const COMMIT = '0123456789abcdef0123456789abcdef01234567'
const write = (path: string, text: string) => writeTestFile(join(folder.path, path), text)

describe('the version of the code', () => {
  it('is the commit of the branch that is checked out, loose or packed', () => {
    write('loose/.git/HEAD', 'ref: refs/heads/main\n')
    write('loose/.git/refs/heads/main', `${COMMIT}\n`)
    write('packed/.git/HEAD', 'ref: refs/heads/main\n')
    write('packed/.git/packed-refs', `# pack-refs with: peeled\n${COMMIT} refs/heads/main\n`)
    write('detached/.git/HEAD', `${COMMIT}\n`)
    for (const name of ['loose', 'packed', 'detached']) expect(sourceCommit(join(folder.path, name))).toBe(COMMIT)
  })

  it('is found from a worktree, whose branch lies with the clone that it belongs to', () => {
    write('clone/.git/refs/heads/side', COMMIT)
    write('clone/.git/worktrees/side/HEAD', 'ref: refs/heads/side\n')
    write('clone/.git/worktrees/side/commondir', '../..\n')
    mkdirSync(join(folder.path, 'side'))
    writeFileSync(join(folder.path, 'side', '.git'), `gitdir: ${join(folder.path, 'clone/.git/worktrees/side')}\n`)
    expect(sourceCommit(join(folder.path, 'side'))).toBe(COMMIT)
  })

  it('is not claimed where there is no clone or its files make no sense', () => {
    write('odd/.git/HEAD', 'ref: refs/heads/none\n')
    expect([sourceCommit(folder.path), sourceCommit(join(folder.path, 'odd'))]).toEqual([undefined, undefined])
  })

  it('has with it the versions of the packages that compute', () => {
    expect(numericPackages()).toEqual({ 'onnxruntime-node': '1.30.0', '@tensorflow/tfjs-core': '4.22.0' })
  })
})
