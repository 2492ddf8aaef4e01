import { XMLBuilder, XMLParser } from 'fast-xml-parser'
import { AppError } from '../../domain/errors.ts'

/** SAMP knows three types of values: strings, lists and maps (SAMP 1.3, section 3.3). */
export type SampValue = string | readonly SampValue[] | SampMap
export interface SampMap {
  readonly [key: string]: SampValue
}

const builder = new XMLBuilder({ suppressEmptyNode: false })
const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  isArray: name => name === 'param' || name === 'member' || name === 'value',
})

const HEADER = '<?xml version="1.0" encoding="UTF-8"?>'

function valueNode(value: SampValue): object {
  if (typeof value === 'string') return { string: value }
  if (isList(value)) return { array: { data: { value: value.map(valueNode) } } }
  return { struct: { member: Object.entries(value).map(([name, item]) => ({ name, value: valueNode(item) })) } }
}

const isList = (value: SampValue): value is readonly SampValue[] => Array.isArray(value)

export function encodeCall(method: string, params: readonly SampValue[]): string {
  const param = params.map(value => ({ value: valueNode(value) }))
  return HEADER + builder.build({ methodCall: { methodName: method, params: { param } } })
}

export function encodeResponse(value: SampValue): string {
  return HEADER + builder.build({ methodResponse: { params: { param: [{ value: valueNode(value) }] } } })
}

export function encodeFault(message: string): string {
  const struct = {
    member: [
      { name: 'faultCode', value: { int: 1 } },
      { name: 'faultString', value: { string: message } },
    ],
  }
  return HEADER + builder.build({ methodResponse: { fault: { value: { struct } } } })
}

type Node = string | { readonly [key: string]: unknown } | undefined

/** Numbers and truth values, which SAMP does not have but clients send all the same, come as their text. */
function readValue(nodes: unknown): SampValue {
  const node: Node = Array.isArray(nodes) ? nodes[0] : (nodes as Node)
  if (node === undefined || typeof node === 'string') return node ?? ''
  if ('array' in node) {
    const { data } = node.array as { data: '' | { value?: unknown[] } }
    return (data === '' ? [] : (data.value ?? [])).map(item => readValue(item))
  }
  if ('struct' in node) {
    const { member = [] } = (node.struct === '' ? {} : node.struct) as { member?: { name: string; value: unknown }[] }
    return Object.fromEntries(member.map(({ name, value }) => [name, readValue(value)]))
  }
  const typed = Object.entries(node).find(([type]) => type !== '#text')
  return String(typed ? typed[1] : (node['#text'] ?? ''))
}

function parse(xml: string): { readonly [key: string]: unknown } {
  try {
    return parser.parse(xml)
  } catch (error) {
    throw new AppError('bad-input', 'The SAMP message is not well-formed XML.', {}, error)
  }
}

function readParams(node: unknown): SampValue[] {
  const { param = [] } = (typeof node === 'object' && node !== null ? node : {}) as { param?: { value: unknown }[] }
  return param.map(({ value }) => readValue(value))
}

export function decodeCall(xml: string): { method: string; params: SampValue[] } {
  const call = parse(xml).methodCall as { methodName?: string; params?: unknown } | undefined
  if (typeof call?.methodName !== 'string') throw new AppError('bad-input', 'The SAMP message is no XML-RPC call.')
  return { method: call.methodName.trim(), params: readParams(call.params) }
}

/** The answer's value. Throws `internal` with the hub's words where it is a fault. */
export function decodeResponse(xml: string): SampValue {
  const response = parse(xml).methodResponse as { params?: unknown; fault?: { value: unknown } } | undefined
  if (response === undefined) throw new AppError('bad-input', 'The SAMP hub answered with no XML-RPC response.')
  if (response.fault === undefined) return readParams(response.params)[0] ?? ''
  const { faultString } = readValue(response.fault.value) as SampMap
  throw new AppError('internal', `The SAMP hub refused: ${faultString ?? 'no reason given'}`)
}
