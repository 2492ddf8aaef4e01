/** What a NPY header may hold: the literals of Python's `ast.literal_eval` that NumPy writes. */
export type PythonLiteral = string | number | boolean | null | PythonLiteral[] | Map<string, PythonLiteral>

const MAX_DEPTH = 16

/** Parses one Python literal (dict with string keys, tuple, list, string, integer, True, False, None); throws SyntaxError. */
export function parsePythonLiteral(text: string): PythonLiteral {
  const scanner = new Scanner(text)
  const value = scanner.value(0)
  scanner.expectEnd()
  return value
}

class Scanner {
  private readonly text: string
  private at = 0

  constructor(text: string) {
    this.text = text
  }

  value(depth: number): PythonLiteral {
    if (depth > MAX_DEPTH) throw new SyntaxError('nested too deeply')
    const start = this.peek()
    if (start === '{') return this.dict(depth)
    if (start === '(') return this.sequence(')', depth)
    if (start === '[') return this.sequence(']', depth)
    if (start === "'" || start === '"') return this.string()
    return this.word()
  }

  expectEnd(): void {
    if (this.peek() !== '') throw new SyntaxError(`unexpected ${this.peek()} at ${this.at}`)
  }

  private peek(): string {
    while (this.at < this.text.length && /\s/.test(this.text[this.at])) this.at += 1
    return this.text[this.at] ?? ''
  }

  private take(expected: string): void {
    if (this.peek() !== expected) throw new SyntaxError(`expected ${expected} at ${this.at}`)
    this.at += 1
  }

  private dict(depth: number): Map<string, PythonLiteral> {
    const entries = new Map<string, PythonLiteral>()
    this.take('{')
    while (this.peek() !== '}') {
      const key = this.string()
      this.take(':')
      entries.set(key, this.value(depth + 1))
      if (this.peek() !== '}') this.take(',')
    }
    this.take('}')
    return entries
  }

  private sequence(close: string, depth: number): PythonLiteral[] {
    const items: PythonLiteral[] = []
    this.at += 1
    while (this.peek() !== close) {
      items.push(this.value(depth + 1))
      if (this.peek() !== close) this.take(',')
    }
    this.take(close)
    return items
  }

  private string(): string {
    const quote = this.peek()
    if (quote !== "'" && quote !== '"') throw new SyntaxError(`expected a string at ${this.at}`)
    const end = this.text.indexOf(quote, this.at + 1)
    if (end < 0) throw new SyntaxError('a string does not end')
    const value = this.text.slice(this.at + 1, end)
    this.at = end + 1
    return value
  }

  /** An integer (Python 2 wrote long ones with an L), True, False or None. */
  private word(): number | boolean | null {
    const word = /^[\w+-]+/.exec(this.text.slice(this.at, this.at + 64))?.[0] ?? ''
    this.at += word.length
    if (word === 'True') return true
    if (word === 'False') return false
    if (word === 'None') return null
    if (/^[+-]?\d+L?$/.test(word)) return Number(word.replace('L', ''))
    throw new SyntaxError(`unexpected ${word || this.text[this.at] || 'end'} at ${this.at}`)
  }
}
