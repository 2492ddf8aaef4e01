import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../../main/domain/errors.ts'
import { completeRunFilter, type KnownField } from '../../../../main/domain/runQuery/complete.ts'
import { matches } from '../../../../main/domain/runQuery/evaluate.ts'
import { type FieldRef, type FieldValue, fieldRefText, parseFieldRef } from '../../../../main/domain/runQuery/fields.ts'
import { type Expression, parseRunFilter } from '../../../../main/domain/runQuery/parse.ts'
import { expressionText } from '../../../../main/domain/runQuery/text.ts'

const field = (name: string, type: KnownField['type'], isSeries = false, values: string[] = []): KnownField => ({
  ...{ name, type, isSeries, title: name, values },
})
const FIELDS = [
  field('name', 'text'),
  field('recipe', 'text', false, ['quick', 'denoised-sisr']),
  field('device', 'text', false, ['onnx:cpu', 'onnx:webgpu']),
  field('status', 'text', false, ['done', 'failed']),
  field('tags', 'list', false, ['paper', 'draft']),
  field('archived', 'flag'),
  field('created', 'moment'),
  field('ssim', 'number', true),
  field('psnr', 'number', true),
  field('parameters', 'number'),
  field('network.blocks', 'number'),
  field('settings.learningRate', 'number'),
  field('settings.schedule.kind', 'text'),
  field('network.kind', 'text'),
  field('env.packages.@scope/a-b', 'text'),
  field('in', 'text'),
]

const RUN: Record<string, FieldValue> = {
  name: 'First try',
  recipe: 'denoised-sisr',
  device: 'onnx:webgpu',
  status: 'done',
  tags: ['Paper', 'final'],
  archived: false,
  created: '2026-03-14T09:30:00.000Z',
  'ssim@best': 0.91,
  'psnr@best': 31.5,
  'psnr@last': 30.25,
  'psnr@100': 28,
  parameters: 12_000,
  'network.blocks': 3,
  'settings.learningRate': 1e-3,
  'network.kind': 'edsr',
}
const answer = ({ name, at }: FieldRef): FieldValue => RUN[at === null ? name : `${name}@${at}`] ?? null
const passes = (text: string) => matches(parseRunFilter(text, FIELDS), answer)

function refusal(text: string): { message: string; marked: string } {
  try {
    parseRunFilter(text, FIELDS)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { message: error.message, marked: text.slice(Number(error.details.from), Number(error.details.to)) }
  }
  throw new Error(`"${text}" was accepted`)
}

describe('a filter over runs', () => {
  it.each([
    'ssim > 0.8 and recipe = "denoised-sisr" and device ~ "webgpu"',
    'psnr >= 31.5 and psnr@last < 30.5 and psnr@100 = 28',
    'ssim > 0.95 or psnr > 31',
    'not (status = "failed" or archived)',
    'STATUS = "Done" AND Tags = "paper"',
    'blocks = 3 and learningRate <= 1e-3',
    'status in ("failed", "done") and recipe not in ("quick")',
    'created = "2026-03-14" and created > "2026-03-13" and created <= "2026-03-14T09:30"',
    'psnr@last < psnr',
    "name ~ 'TRY'",
    'settings.schedule.kind = null and psnr != null',
    'tags ~ "fin" and tags !~ "draft" and tags',
    '',
    '   ',
  ])('lets through what it describes: %s', text => {
    expect(passes(text)).toBe(true)
  })

  it.each([
    'ssim > 0.91',
    'created > "2026-03-14"',
    'settings.schedule.kind = "cosine"',
    'settings.schedule.kind',
    'archived',
    'psnr@7 > 0',
    'psnr@7 <= 0',
    'name = "First"',
    'ssim > 0.95 or psnr > 31 and status = "failed"',
  ])('holds back what it does not: %s', text => {
    expect(passes(text)).toBe(false)
  })

  it.each([
    ['ssmi > 0.8', 'ssmi', /no field "ssmi"\. Did you mean ssim\?/],
    ['ssim > ', '', /missing at the end/],
    ['ssim > 0.8 recipe = "x"', 'recipe', /"and" or "or" is missing/],
    ['(ssim > 0.8', '(', /not closed/],
    ['ssim > 0.8)', ')', /closes nothing/],
    ['status = done', 'done', /A text stands in quotes: "done"/],
    ['kind = "edsr"', 'kind', /can mean settings\.schedule\.kind or network\.kind/],
    ['ssim > "high"', 'ssim > "high"', /ssim@best is a number: compare it with a number/],
    ['name > "a"', 'name > "a"', /is a text and has no order/],
    ['ssim ~ "1"', 'ssim ~ "1"', /is a number; "~" looks for a part of a text/],
    ['ssim > null', 'ssim > null', /= and != only/],
    ['name = "a', '"a', /no closing quote/],
    ['parameters@last > 3', 'parameters@last', /one value a run/],
    ['ssim > 0.8 and', '', /missing at the end/],
    ['and ssim > 1', 'and', /missing before "and"/],
    ['ssim > 1 # best', '#', /no meaning/],
    ['3', '3', /A value alone/],
    ['1 < 2', '1 < 2', /One side of a comparison is a field/],
    ['status in (done)', 'done', /no field "done"|values only/],
    ['status in ("done"', '', /ends with "\)"/],
    ['psnr > 1e999', '1e999', /too large/],
    [`${'('.repeat(80)}archived${')'.repeat(80)}`, '(', /At most 64/],
  ])('says what is wrong and where: %s', (text, marked, message) => {
    const refused = refusal(text)
    expect(refused.message).toMatch(message)
    expect(refused.marked).toBe(marked)
  })

  it('reads columns as people write them', () => {
    const read = (text: string) => fieldRefText(parseFieldRef(text, FIELDS))
    expect(['psnr', 'psnr@last', 'ssim@1200', 'learningRate', '`in`'].map(read)).toEqual([
      'psnr@best',
      'psnr@last',
      'ssim@1200',
      'settings.learningRate',
      '`in`',
    ])
    expect(() => read('psnr@first')).toThrow(/@best, @last or @STEP/)
  })
})

const literal = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string(), fc.boolean())
const placed = (name: string, isSeries: boolean): fc.Arbitrary<FieldRef> =>
  isSeries
    ? fc.oneof(fc.constantFrom('best' as const, 'last' as const), fc.nat()).map(at => ({ name, at }))
    : fc.constant({ name, at: null })
const anyField = fc
  .constantFrom(...FIELDS)
  .chain(({ name, type, isSeries }) => placed(name, isSeries).map(ref => ({ ref, type })))
const valueFor = { number: fc.double({ noNaN: true, noDefaultInfinity: true }), flag: fc.boolean() }
const condition: fc.Arbitrary<Expression> = anyField.chain(({ ref, type }) => {
  const value: fc.Arbitrary<string | number | boolean> =
    type === 'number' ? valueFor.number : type === 'flag' ? valueFor.flag : fc.string()
  const ordered = type === 'number' || type === 'moment'
  const operators = ordered ? (['=', '!=', '<', '<=', '>', '>='] as const) : (['=', '!='] as const)
  return fc.oneof(
    fc.constant<Expression>({ kind: 'has', field: ref }),
    fc.array(value, { minLength: 1, maxLength: 3 }).map((values): Expression => ({ kind: 'in', field: ref, values })),
    fc.tuple(fc.constantFrom(...operators), value).map(
      ([operator, right]): Expression => ({
        ...{ kind: 'compare', operator },
        left: { kind: 'field', field: ref },
        right: { kind: 'value', value: right },
      }),
    ),
  )
})
const { expression } = fc.letrec<{ expression: Expression }>(tie => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    condition,
    fc
      .tuple(
        fc.constantFrom('and' as const, 'or' as const),
        fc.array(tie('expression'), { minLength: 2, maxLength: 3 }),
      )
      .map(([kind, parts]): Expression => ({ kind, parts })),
    tie('expression').map((part): Expression => ({ kind: 'not', part })),
  ),
}))
const minusZero = (_: string, value: unknown) => (Object.is(value, -0) ? 0 : value)
const plain = (value: unknown) => JSON.parse(JSON.stringify(value, minusZero))

describe('for every filter', () => {
  it('its text reads back as the same filter', () => {
    fc.assert(
      fc.property(expression, tree => {
        expect(plain(parseRunFilter(expressionText(tree), FIELDS))).toEqual(plain(tree))
      }),
      { numRuns: 500 },
    )
  })

  it('its opposite lets through exactly what it holds back, and de Morgan holds', () => {
    const value = fc.oneof(literal, fc.constant(null), fc.array(fc.string()), fc.constant(Number.NaN))
    fc.assert(
      fc.property(expression, expression, fc.array(value, { minLength: 1, maxLength: 40 }), (a, b, values) => {
        const given = ({ name, at }: FieldRef) => values[(name.length * 7 + String(at).length) % values.length]
        const not = (part: Expression): Expression => ({ kind: 'not', part })
        expect(matches(not(a), given)).toBe(!matches(a, given))
        const both = matches({ kind: 'and', parts: [a, b] }, given)
        expect(both).toBe(!matches({ kind: 'or', parts: [not(a), not(b)] }, given))
      }),
    )
  })

  it('any text is read or refused with a place inside of it, and can be completed at any place', () => {
    const word = fc.constantFrom(
      'psnr',
      'and',
      'or',
      'not',
      'in',
      '(',
      ')',
      ',',
      '=',
      '~',
      '"a"',
      '3',
      '@',
      'tags',
      '`',
    )
    const texts = fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 12 }).map(words => words.join(' ')),
    )
    fc.assert(
      fc.property(texts, fc.nat(), (text, at) => {
        const { from, to } = completeRunFilter(text, at % (text.length + 1), FIELDS)
        expect(from).toBeLessThanOrEqual(to)
        try {
          parseRunFilter(text, FIELDS)
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          expect(error.code).toBe('bad-input')
          expect(Number(error.details.from)).toBeLessThanOrEqual(Number(error.details.to))
          expect(Number(error.details.to)).toBeLessThanOrEqual(text.length)
        }
      }),
      { numRuns: 1000 },
    )
  })
})

describe('completion', () => {
  const options = (text: string) => completeRunFilter(text, text.length, FIELDS).options.map(option => option.text)

  it('offers fields, then what may follow them, then values that runs have', () => {
    expect(options('')).toEqual(expect.arrayContaining(['psnr', 'settings.learningRate', 'not']))
    expect(options('learn')).toEqual(['settings.learningRate'])
    expect(options('psnr ')).toEqual(['=', '!=', '<', '<=', '>', '>=', 'in (', 'and', 'or'])
    expect(options('recipe ')).toEqual(['=', '!=', '~', '!~', 'in (', 'and', 'or'])
    expect(options('recipe = ')).toEqual(['"quick"', '"denoised-sisr"'])
    expect(options('recipe = "den')).toEqual(['"denoised-sisr"'])
    expect(options('status in ("done", ')).toEqual(['"done"', '"failed"'])
    expect(options('psnr > 3 ')).toEqual(['and', 'or'])
    expect(options('psnr > 3 and not st')).toContain('status')
  })

  it('replaces the word that is being written', () => {
    const completions = completeRunFilter('psnr > 3 and lea', 16, FIELDS)
    expect([completions.from, completions.to]).toEqual([13, 16])
  })
})
