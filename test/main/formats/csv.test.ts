import { describe, expect, it } from 'vitest'
import { parseCsv } from '../../../main/formats/csv.ts'

describe('a table of comma-separated values', () => {
  it('is read as RFC 4180 has it', () => {
    const text = '\ufeffname,label\r\n"a, ""b""",x\r\n"two\nlines", y \r\n\r\nlast,'
    expect(parseCsv(text)).toEqual([
      ['name', 'label'],
      ['a, "b"', 'x'],
      ['two\nlines', 'y'],
      ['last', ''],
    ])
  })
  it('may be separated by semicolons or tabs', () => {
    expect(parseCsv('a;b\n1,5;2')).toEqual([
      ['a', 'b'],
      ['1,5', '2'],
    ])
    expect(parseCsv('a\tb\n1\t2\n')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ])
  })
  it('with a quote that is not closed is refused, with its line', () => {
    expect(() => parseCsv('a,b\n"1,2\n')).toThrow(/quote in line 2/)
  })
})
