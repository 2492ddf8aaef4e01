import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fillTemplate, NAME_FIELDS, templateProblem } from '../../../main/domain/nameTemplate.ts'

const values = {
  ...{ name: 'J0946+1006', index: '007', run: 'First-try', runid: 'run-1', checkpoint: 'best' },
  ...{ factor: '2', date: '2026-03-14' },
}

describe('a template for names', () => {
  it('is filled with what is known of the image, its run and the day', () => {
    expect(fillTemplate('{name}_sr', values)).toBe('J0946+1006_sr')
    expect(fillTemplate('{date} {run} x{factor} {index}', values)).toBe('2026-03-14 First-try x2 007')
    expect(fillTemplate('{name}{runid}{checkpoint}', values)).toBe('J0946+1006run-1best')
  })

  it.each([
    ['{name}/{index}', /none of the characters/],
    ['..\\{name}', /none of the characters/],
    ['../{name}', /none of the characters/],
    ['{name}\0', /none of the characters/],
    ['C:{name}', /none of the characters/],
    ['.{name}', /neither begins nor ends with a dot/],
    ['{name}.', /neither begins nor ends with a dot/],
    ['{lens}', /\{lens\} is not known. There are \{name\}, \{index\}/],
    ['{name', /needs its \}/],
    ['{}', /\{\} is not known/],
    ['super-resolved', /needs \{name\} or \{index\}/],
    ['', /needs \{name\} or \{index\}/],
    [`{name}${'x'.repeat(200)}`, /at most 200 characters/],
  ])('%j is refused', (template, problem) => {
    expect(templateProblem(template)).toMatch(problem)
  })

  it('that is accepted never leaves its folder, nor is a name that some system cannot have', () => {
    const part = fc.constantFrom(
      '{name}',
      '{index}',
      '{date}',
      '/',
      '\\',
      '..',
      '.',
      ' ',
      'con',
      'a',
      '_',
      ':',
      '\n',
      '{',
      '}',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.constantFrom('J0946', 'con', 'aux.1', '-'), (parts, name) => {
        const template = parts.join('')
        if (templateProblem(template) !== null) return
        const filled = fillTemplate(template, { ...values, name })
        expect(filled).toMatch(/^[^/\\:*?"<>|\p{Cc}]+$/u)
        expect(filled).not.toMatch(/^\.|[. ]$|^(con|aux)(\.|$)/i)
        expect(filled.length).toBeGreaterThan(0)
      }),
      { numRuns: 2000 },
    )
  })

  it('knows no field twice', () => {
    expect(Object.keys(NAME_FIELDS).sort()).toEqual(Object.keys(values).sort())
  })
})
