import { describe, expect, test } from 'vitest'
import { findTexts } from '../../tools/texts.mjs'

const found = (source: string) => findTexts('example.tsx', source).map(({ text }) => text)

describe('the check of literal texts', () => {
  test('finds what a person reads: children, labels, messages', () => {
    expect(found('const a = <p>Hello</p>')).toEqual(['Hello'])
    expect(found('const a = <p>{isLate ? "so late" : late}</p>')).toEqual(['so late'])
    expect(found('const a = <Field label="name" />')).toEqual(['name'])
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the source that is looked at has a template in it
    expect(found('const a = <i title={`Stop ${job}`} />')).toEqual(['Stop 0'])
    expect(found('show({ message: "That is done." })')).toEqual(['That is done.'])
    expect(found('const a = plural(3, "image")')).toEqual(['image'])
    expect(found('throw new AppError("bad-input", "This is too small.")')).toEqual(['This is too small.'])
  })

  test('leaves what the machine reads', () => {
    expect(found('import { Page } from "Page"')).toEqual([])
    expect(found('const a = <Box sx={{ gridTemplate: "a b" }} component="nav" id="Main" />')).toEqual([])
    expect(found('if (event.key === "Enter") stop()')).toEqual([])
    expect(found('const a: "One way" | "Other way" = way')).toEqual([])
    expect(found('throw new Error("The page has no element.")')).toEqual([])
    expect(found('const a = <p>{text.split(" and ")}</p>')).toEqual([])
  })

  test('tells the line', () => {
    expect(findTexts('example.tsx', '\n\nconst a = <p>Hello</p>')[0]?.line).toBe(3)
  })
})
