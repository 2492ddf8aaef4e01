import { describe, expect, test } from 'vitest'
import { de } from '../../../renderer/text/de/index.ts'
import { en } from '../../../renderer/text/en/index.ts'
import { speak, t } from '../../../renderer/text/t.ts'

type Text = string | ((...values: never[]) => string)
type Areas = Readonly<Record<string, Readonly<Record<string, Text>>>>

const entries = (areas: Areas) =>
  Object.entries(areas).flatMap(([area, texts]) =>
    Object.entries(texts).map(([key, text]) => ({ name: `${area}.${key}`, text })),
  )
const english = new Map(entries(en).map(({ name, text }) => [name, text]))

/** A text with a value of its own in each of its places; numbers, because counted words take nothing else. */
const filled = (text: Text, first = 101): string =>
  typeof text === 'string'
    ? text
    : (text as (...values: number[]) => string)(...Array.from({ length: text.length }, (_, i) => first + i))

describe('the languages of the interface', () => {
  test('have the same texts: none is missing, none is left over', () => {
    expect(entries(de).map(({ name }) => name)).toEqual([...english.keys()])
  })

  test('have no empty text', () => {
    for (const { name, text } of [...entries(en), ...entries(de)]) expect(filled(text).trim(), name).not.toBe('')
  })

  test('say every value that the English text says', () => {
    for (const { name, text } of entries(de)) {
      const source = english.get(name)
      if (typeof source !== 'function') continue
      expect(text, name).toHaveLength(source.length)
      const values = (words: string) => words.match(/\d{3}/g)?.toSorted() ?? []
      expect(values(filled(text)), name).toEqual(values(filled(source)))
    }
  })

  test('end a text as the English one ends, so that sentences put together stay whole', () => {
    const end = (words: string) => /\s$/.test(words)
    for (const { name, text } of entries(de)) {
      const source = english.get(name)
      if (source !== undefined) expect(end(filled(text)), name).toBe(end(filled(source)))
    }
  })

  test('differ in all but names, units and words that both languages have', () => {
    const same = entries(de).filter(({ name, text }) => filled(text) === filled(english.get(name) ?? ''))
    expect(same.length / english.size).toBeLessThan(0.08)
  })

  test('are spoken at once by whoever holds the texts', () => {
    try {
      speak(de)
      expect(t.common.cancel).toBe('Abbrechen')
    } finally {
      speak(en)
    }
    expect(t.common.cancel).toBe('Cancel')
  })
})
