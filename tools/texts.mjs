// `npm run check`, its part about texts: what a person reads or hears stands in renderer/text, in every language, and nowhere else.
import { globSync, readFileSync } from 'node:fs'
import { parseSync } from 'vite'

/** Files of other languages than a person's: styles, shaders, the files that figures are written in. */
const NOT_TEXTS = [
  /^renderer\/text\//,
  /\.d\.ts$/,
  /theme\.ts$/i,
  /palette\.ts$/,
  /\/webgl\//,
  /figure\/(pdf|svg|helvetica)\.ts$/,
]

/** Attributes whose values are for the machine, whatever they look like. */
const MACHINE_ATTRIBUTES = new Set(
  'sx component variant to href id key role type color size severity name value aria-controls aria-keyshortcuts className src'.split(
    ' ',
  ),
)

/** Attributes whose values are read or heard, were they a single small word. */
const TEXT_ATTRIBUTES = new Set(
  'title label aria-label placeholder helper helperText subtitle doing alt text invitation xTitle yTitle'.split(' '),
)

/** Calls that look for something in a machine's words. */
const MACHINE_CALLS =
  /^(includes|startsWith|endsWith|replace|replaceAll|querySelector|addEventListener|matchMedia|split|getContext)$/

const isStyle = text =>
  /minmax\(|var\(--|\dfr\b|repeat\(|^\d+px |gradient\(|^\(prefers-|sans-serif|^underline |^(top|middle|bottom) |^id in |^M\d/.test(
    text,
  )
/** Names, and commands as they are typed. */
const isName = text => /^(Subarc|Node|Files|Mac|subarc [a-z -]+)$/.test(text)
const hasWord = text => /\p{L}{2}/u.test(text)
/** Two words in a row, or one that begins like a label. */
const looksWritten = text =>
  !isStyle(text) && !isName(text) && (/\p{L}{2,}[,;:.]? +\p{L}/u.test(text) || /^\p{Lu}\p{Ll}+([\s.,:]|$)/u.test(text))

const textOf = node =>
  node.type === 'TemplateLiteral'
    ? node.quasis.map(({ value }) => value.cooked).join('0')
    : typeof node.value === 'string'
      ? node.value
      : ''

/** Whether the place of a literal makes it a text of the machine: a module's name, a type, a key, a comparison. */
function isForTheMachine(parents) {
  for (const [index, { node, key }] of parents.entries()) {
    if (/^(Import|ExportAll|ExportNamed)/.test(node.type) && key === 'source') return true
    if (node.type === 'ImportExpression') return true
    if (/^TS(Literal|.*Type|Interface)/.test(node.type)) return true
    if (node.type === 'JSXAttribute' && MACHINE_ATTRIBUTES.has(node.name.name)) return true
    if (node.type === 'Property' && node.key.name === 'sx') return true
    if (node.type === 'NewExpression' && node.callee.name === 'Error') return true
    if (index > 0) continue
    if (node.type === 'CallExpression' && MACHINE_CALLS.test(node.callee.property?.name ?? node.callee.name))
      return true
    if ((node.type === 'Property' || node.type === 'MemberExpression') && (key === 'key' || key === 'property'))
      return true
    if (node.type === 'BinaryExpression' && node.operator !== '+') return true
    if (node.type === 'SwitchCase') return true
    if (node.type === 'ExpressionStatement') return true
  }
  return false
}

/** Words that are counted. */
const isCounted = ([{ node }]) => node.type === 'CallExpression' && node.callee.name === 'plural'

/** In JSX, as a child or in an attribute for people: whatever has a word is read. */
function isRead(parents) {
  for (const { node, key } of parents) {
    if (node.type === 'JSXElement' || node.type === 'JSXFragment') return key === 'children'
    if (node.type === 'JSXAttribute') return TEXT_ATTRIBUTES.has(node.name.name)
    if (node.type === 'LogicalExpression' || node.type === 'ConditionalExpression') {
      if (key === 'test') return false
      continue
    }
    if (node.type !== 'JSXExpressionContainer') return false
  }
  return false
}

/**
 * Literal texts of one source: what stands in it instead of in the catalogue.
 * @returns {{ start: number, end: number, line: number, text: string, node: object, parents: object[] }[]}
 */
export function findTexts(file, source) {
  const { program, errors } = parseSync(file, source)
  if (errors.length > 0) throw new Error(`${file} cannot be read: ${errors[0].message}`)
  const found = []
  const visit = (node, parents) => {
    const isLiteral = node.type === 'Literal' || node.type === 'TemplateLiteral' || node.type === 'JSXText'
    if (isLiteral && hasWord(textOf(node)) && !isForTheMachine(parents)) {
      const text = textOf(node)
      if (
        !isName(text.trim()) &&
        (node.type === 'JSXText' || isCounted(parents) || isRead(parents) || looksWritten(text))
      ) {
        const line = source.slice(0, node.start).split('\n').length
        found.push({ start: node.start, end: node.end, line, text: text.trim(), node, parents })
      }
    }
    for (const [key, value] of Object.entries(node)) {
      const children = Array.isArray(value) ? value : [value]
      for (const child of children)
        if (child !== null && typeof child === 'object' && typeof child.type === 'string')
          visit(child, [{ node, key }, ...parents])
    }
  }
  visit(program, [])
  return found
}

if (process.argv[1]?.endsWith('texts.mjs')) {
  const files = globSync('renderer/**/*.{ts,tsx}')
    .map(file => file.replaceAll('\\', '/'))
    .filter(file => !NOT_TEXTS.some(pattern => pattern.test(file)))
  let count = 0
  for (const file of files.sort())
    for (const { line, text } of findTexts(file, readFileSync(file, 'utf8'))) {
      count += 1
      console.error(`${file}:${line}: ${JSON.stringify(text)} belongs into renderer/text (docs/adding.md, "A text").`)
    }
  console.log(`${files.length} files, ${count} texts outside of the catalogue`)
  process.exitCode = count === 0 && files.length > 0 ? 0 : 1
}
