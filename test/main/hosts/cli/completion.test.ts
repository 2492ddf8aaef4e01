import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { temporaryFolder } from '../../../support/core.ts'

const cli = join(import.meta.dirname, '../../../../main/hosts/cli/subarc.ts')
const has = (shell: string) => spawnSync(shell, ['--version']).status === 0

const folder = temporaryFolder('completion')
let script: Record<'bash' | 'zsh', string>

beforeAll(() => {
  const print = (shell: string) => execFileSync(process.execPath, [cli, 'completion', shell], { encoding: 'utf8' })
  script = { bash: join(folder.path, 'subarc.bash'), zsh: join(folder.path, 'subarc.zsh') }
  writeFileSync(script.bash, print('bash'))
  writeFileSync(script.zsh, print('zsh'))
  // The ids come from `subarc complete`: what that answers is tested with a workspace, below.
  mkdirSync(join(folder.path, 'bin'))
  const subarc = join(folder.path, 'bin', 'subarc')
  writeFileSync(subarc, '#!/bin/sh\n[ "$1" = complete ] && printf "$2-1\\tfirst\\n$2-22\\tsecond: lenses\\n"\n')
  chmodSync(subarc, 0o755)
  mkdirSync(join(folder.path, 'files', 'cutouts of mine'), { recursive: true })
  writeFileSync(join(folder.path, 'files', 'image.fits'), '')
})
afterAll(folder.remove)

const environment = () => ({ ...process.env, PATH: `${join(folder.path, 'bin')}:${process.env.PATH}` })

/** What bash offers for the last of the words. */
function bash(...words: string[]): string[] {
  const program = `source "$1"; shift; COMP_WORDS=(subarc "$@"); COMP_CWORD=$#; _subarc; printf '%s\\n' "\${COMPREPLY[@]}"`
  const options = { cwd: join(folder.path, 'files'), env: environment(), encoding: 'utf8' } as const
  const said = execFileSync('bash', ['-uc', program, 'bash', script.bash, ...words], options)
  return said.split('\n').filter(Boolean).sort()
}

describe.skipIf(!has('bash'))('in bash', () => {
  it('completes verbs and those below them', () => {
    expect(bash('tra')).toEqual(['train'])
    expect(bash('')).toContain('evaluate')
    expect(bash('')).not.toContain('complete')
    expect(bash('fits', '')).toEqual(['header', 'info', 'verify'])
    expect(bash('completion', '')).toEqual(['bash', 'zsh'])
  })

  it('completes the options of the verb that stands there, and their choices', () => {
    expect(bash('train', '--ba')).toEqual(['--batch'])
    expect(bash('runs', '--ba')).toEqual([])
    expect(bash('fits', 'header', '--')).toContain('--hdu')
    expect(bash('train', 'data-1', '--network', '')).toContain('edsr')
    expect(bash('apply', '--existing', 'ref')).toEqual(['refuse'])
  })

  it('completes ids where ids stand, and files where files stand', () => {
    expect(bash('evaluate', '')).toEqual(['run-1', 'run-22'])
    expect(bash('evaluate', '--side', 'test', 'run-2')).toEqual(['run-22'])
    expect(bash('train', 'data')).toEqual(['dataset-1', 'dataset-22'])
    expect(bash('apply', 'run-1', '')).toEqual(['cutouts of mine', 'image.fits'])
    expect(bash('apply', 'run-1', 'a.fits', 'im')).toEqual(['image.fits'])
    expect(bash('export', 'run-1', '--out', 'cut')).toEqual(['cutouts of mine'])
    expect(bash('export', '')).toEqual(['onnx', 'run-1', 'run-22'])
    expect(bash('export', 'onnx', '')).toEqual(['run-1', 'run-22'])
  })
})

describe.skipIf(!has('zsh'))('in zsh', () => {
  /** An interactive zsh in a pseudo-terminal of its own: what stands in the line after a press of Tab. */
  const zsh = (line: string): string => {
    const program = `
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'PS1=READY; autoload -Uz compinit; compinit -u -d ${folder.path}/dump; source ${script.zsh}; bindkey "^X" end-of-list; setopt menu_complete; echo LOAD''ED'
zpty -r shell out '*LOADED*READY*'
zpty -n -w shell $'${line}\\t'
zpty -n -w shell $'\\x01echo END:\\n'
zpty -r shell out '*END:*'
zpty -r shell more $'*\\n*READY*'
# The answer may come along with the line that asks for it.
print -r -- "$out$more"
zpty -d shell`
    const options = { cwd: join(folder.path, 'files'), env: environment(), encoding: 'utf8', timeout: 30_000 } as const
    return execFileSync('zsh', ['-fc', program], options)
  }

  it('completes verbs, options, ids and files', () => {
    expect(zsh('subarc tra')).toContain('subarc train')
    expect(zsh('subarc train x --netw')).toContain('--network')
    expect(zsh('subarc evaluate run-2')).toContain('run-22')
    expect(zsh('subarc apply run-1 im')).toContain('image.fits')
  })
})

test('ids are those that the workspace has', () => {
  const run = (...args: string[]) =>
    execFileSync(process.execPath, [cli, ...args, '--workspace', join(folder.path, 'workspace')], { encoding: 'utf8' })
  const { id } = JSON.parse(run('simulate', '-n', '10', '--name', 'Ten lenses', '--json'))
  expect(run('complete', 'dataset')).toBe(`${id}\tTen lenses\n`)
  expect(run('complete', 'run')).toBe('')
})
