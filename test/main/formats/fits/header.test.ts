import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bytesSource } from '../../../../main/formats/byteSource.ts'
import { openFits } from '../../../../main/formats/fits/file.ts'
import { FitsHeader } from '../../../../main/formats/fits/header.ts'
import { noTestData, testData, testDataPath } from '../../../support/testData.ts'

const header = (...cards: string[]) => new FitsHeader(cards.map(card => card.padEnd(80)))

describe('the value of a card', () => {
  it.each([
    ['A       =                    T / logical', true],
    ['A       =                    F', false],
    ['A       =                   42 / fixed', 42],
    ['A       = 42/free, no blank', 42],
    ['A       =-1.5E3', -1500],
    ['A       =               1.5D-3', 0.0015],
    ['A       = .5', 0.5],
    ['A       = 5.', 5],
    ['A       =          (1.0, -2.0)', { re: 1, im: -2 }],
    ["A       = 'text    '           / trailing blanks mean nothing", 'text'],
    ["A       = 'O''Neil''s / not a comment' / this is", "O'Neil's / not a comment"],
    ["A       = ''", ''],
    ["A       = 'no end of the string", 'no end of the string'],
    ['A       =', undefined],
    ['A       = / only a comment', undefined],
    ['A       = 12abc', undefined],
    ['A       = NaN', undefined],
  ])('%s', (card, value) => {
    expect(header(card).value('A')).toEqual(value)
  })

  it('of a HIERARCH keyword is found under the words behind HIERARCH', () => {
    const zoo = header('HIERARCH ESO DET WIN1 DIT1 = 12.5 / hierarch float', "HIERARCH  ESO  OBS  ID='a=b'")
    expect(zoo.number('ESO DET WIN1 DIT1')).toBe(12.5)
    expect(zoo.string('ESO OBS ID')).toBe('a=b')
    expect(zoo.keywords()).toEqual(['ESO DET WIN1 DIT1', 'ESO OBS ID'])
  })

  it('goes on in CONTINUE cards, and only where it says so with &', () => {
    const long = header(
      "LONG    = 'one &'",
      "CONTINUE  'two&&'",
      "CONTINUE  ' three' / comment",
      "CONTINUE  'not any more'",
    )
    expect(long.string('LONG')).toBe('one two& three')
    expect(header("SHORT   = 'one'", "CONTINUE  'two'").string('SHORT')).toBe('one')
  })

  it('is that of the first card where a keyword stands twice', () => {
    expect(header('A       = 1', 'A       = 2').value('A')).toBe(1)
  })

  it('is none for commentary and for cards that follow no rule, which are kept as they are', () => {
    const odd = header('COMMENT = 5', 'HISTORY a = b', '', 'no indicator here', 'lower   = 3')
    expect(odd.keywords()).toEqual(['lower'])
    expect(odd.cards[3].trimEnd()).toBe('no indicator here')
  })
})

it.skipIf(testData === undefined)(`the cards of a header are the bytes of the file${noTestData}`, async () => {
  for (const name of ['synth/header_zoo.fits', 'astropy_wcs/header_newlines.fits', 'astropy/fixed-1890.fits']) {
    const bytes = readFileSync(testDataPath('fits-torture', name))
    const { hdus } = await openFits(bytesSource(bytes))
    const text = hdus[0].header.cards.join('')
    expect(text.length).toBeGreaterThan(0)
    expect(text).toBe(bytes.toString('latin1', 0, text.length))
    expect(bytes.toString('latin1', text.length, text.length + 8)).toBe('END     ')
  }
})
