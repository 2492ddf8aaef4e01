import protobuf from 'protobufjs'
import { AppError } from '../../domain/errors.ts'

/**
 * The fields of onnx.proto3 (ONNX 1.17) by which a file is judged before the runtime gets it:
 * https://github.com/onnx/onnx/blob/v1.17.0/onnx/onnx.proto3
 */
const schema = protobuf.parse(
  `syntax = "proto3";
  message Property { string key = 1; string value = 2; }
  message OperatorSet { string domain = 1; int64 version = 2; }
  message Tensor {
    repeated int64 dims = 1; int32 dataType = 2; repeated float floatData = 4; repeated int32 int32Data = 5;
    repeated bytes stringData = 6; repeated int64 int64Data = 7; string name = 8; bytes rawData = 9;
    repeated double doubleData = 10; repeated uint64 uint64Data = 11; repeated Property externalData = 13; int32 dataLocation = 14;
  }
  message SparseTensor { Tensor values = 1; }
  message Attribute {
    string name = 1; Tensor t = 5; Graph g = 6; repeated Tensor tensors = 10; repeated Graph graphs = 11;
    SparseTensor sparseTensor = 22; repeated SparseTensor sparseTensors = 23;
  }
  message Node { string opType = 4; repeated Attribute attribute = 5; string domain = 7; }
  message Graph { repeated Node node = 1; repeated Tensor initializer = 5; repeated SparseTensor sparseInitializer = 15; }
  message Function { string name = 1; repeated Node node = 7; string domain = 10; }
  message Model {
    int64 irVersion = 1; string producerName = 2; Graph graph = 7; repeated OperatorSet opsetImport = 8;
    repeated Property metadataProps = 14; repeated Function functions = 25;
  }`,
).root

interface Tensor {
  readonly dims: readonly unknown[]
  readonly dataType: number
  readonly floatData: readonly number[]
  readonly int32Data: readonly number[]
  readonly stringData: readonly Uint8Array[]
  readonly int64Data: readonly unknown[]
  readonly doubleData: readonly number[]
  readonly uint64Data: readonly unknown[]
  readonly name: string
  readonly rawData: Uint8Array
  readonly externalData: readonly unknown[]
  readonly dataLocation: number
}
interface Attribute {
  readonly t?: Tensor | null
  readonly g?: Graph | null
  readonly tensors: readonly Tensor[]
  readonly graphs: readonly Graph[]
  readonly sparseTensor?: object | null
  readonly sparseTensors: readonly object[]
}
interface Node {
  readonly opType: string
  readonly domain: string
  readonly attribute: readonly Attribute[]
}
interface Graph {
  readonly node: readonly Node[]
  readonly initializer: readonly Tensor[]
  readonly sparseInitializer: readonly object[]
}
interface Model {
  readonly graph?: Graph | null
  readonly metadataProps: readonly { readonly key: string; readonly value: string }[]
  readonly functions: readonly { readonly node: readonly Node[]; readonly domain: string }[]
}

/** What an ONNX file says of itself. */
export interface OnnxFile {
  readonly metadata: Readonly<Record<string, string>>
  /** Numbers in its initializers. */
  readonly parameters: number
}

/** Of ONNX itself and of ONNX Runtime's own operators, which come with it. */
const KNOWN_DOMAINS = new Set(['', 'ai.onnx', 'com.microsoft'])

/** Bytes of a number by TensorProto.DataType. */
const NUMBER_BYTES: Readonly<Record<number, number>> = {
  ...{ 1: 4, 2: 1, 3: 1, 4: 2, 5: 2, 6: 4, 7: 8, 9: 1 },
  ...{ 10: 2, 11: 8, 12: 4, 13: 8, 16: 2 },
}

/** Whether bytes begin as an ONNX file does, and not as safetensors, which may begin with the same number. */
export function looksLikeOnnx(bytes: Uint8Array): boolean {
  return bytes.length > 16 && bytes[0] === 0x08 && bytes[8] !== 0x7b
}

/**
 * Reads what is in the file without running anything in it, and refuses what must not reach the runtime: tensors whose sizes
 * are not those of their data, weights in other files, operators that the runtime does not bring along.
 * @throws AppError 'bad-input' where it is damaged or no ONNX; 'unsupported', saying what
 */
export function readOnnx(bytes: Uint8Array): OnnxFile {
  const model = decode(bytes)
  if (!model.graph || model.graph.node.length === 0) throw damaged('it holds no graph')
  const tensors: Tensor[] = []
  visit(model.graph, tensors)
  // A function's domain is its own; what it calls must be known.
  const own = new Set(model.functions.map(({ domain }) => domain))
  const nodes = model.functions.flatMap(({ node }) => node)
  for (const node of nodes) visitNode(node, tensors)
  for (const node of [...model.graph.node, ...nodes]) refuseUnknownOperator(node, own)
  for (const tensor of tensors) checkTensor(tensor)
  return {
    metadata: Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, value])),
    parameters: model.graph.initializer.reduce((total, tensor) => total + countOf(tensor), 0),
  }
}

function decode(bytes: Uint8Array): Model {
  try {
    const Message = schema.lookupType('Model')
    return Message.toObject(Message.decode(bytes), { arrays: true, defaults: true, longs: Number }) as Model
  } catch (error) {
    throw damaged('its structure cannot be read', error)
  }
}

function visit({ node, initializer, sparseInitializer }: Graph, found: Tensor[]): void {
  if (sparseInitializer.length > 0) throw sparse()
  found.push(...initializer)
  for (const each of node) visitNode(each, found)
}

function visitNode({ attribute }: Node, found: Tensor[]): void {
  for (const { t, g, tensors, graphs, sparseTensor, sparseTensors } of attribute) {
    if (sparseTensor || sparseTensors.length > 0) throw sparse()
    if (t) found.push(t)
    found.push(...tensors)
    for (const graph of [...(g ? [g] : []), ...graphs]) visit(graph, found)
  }
}

function refuseUnknownOperator({ opType, domain, attribute }: Node, own: ReadonlySet<string>): void {
  if (!KNOWN_DOMAINS.has(domain) && !own.has(domain)) {
    const message = `The network uses the operator ${domain}.${opType}, which ONNX Runtime does not bring along. Export it with standard operators alone.`
    throw new AppError('unsupported', message, { operator: opType, domain })
  }
  for (const { g, graphs } of attribute) {
    for (const graph of [...(g ? [g] : []), ...graphs]) {
      for (const node of graph.node) refuseUnknownOperator(node, own)
    }
  }
}

function countOf({ dims }: Tensor): number {
  return dims.reduce((product: number, dim) => product * Number(dim), 1)
}

function checkTensor(tensor: Tensor): void {
  const { name, dims, dataType, rawData, dataLocation, externalData } = tensor
  if (dataLocation !== 0 || externalData.length > 0) {
    const message = `The weights of the network lie in another file ("${name}"). Save it as one file: onnx.save(model, file, save_as_external_data=False).`
    throw new AppError('unsupported', message, { name })
  }
  if (!dims.every(dim => Number.isSafeInteger(Number(dim)) && Number(dim) >= 0))
    throw damaged(`"${name}" has no valid shape`)
  const count = countOf(tensor)
  const bytes = NUMBER_BYTES[dataType]
  if (rawData.length > 0) {
    if (bytes === undefined) throw unknownType(name, dataType)
    if (rawData.length !== count * bytes) throw misfit(name, dims, rawData.length / bytes)
    return
  }
  const { floatData, int32Data, stringData, int64Data, doubleData, uint64Data } = tensor
  const most = Math.max(...[floatData, int32Data, stringData, int64Data, doubleData, uint64Data].map(d => d.length))
  if (most !== count) throw misfit(name, dims, most)
}

const misfit = (name: string, dims: readonly unknown[], found: number): AppError =>
  damaged(`"${name}" of shape (${dims.join(', ')}) has ${found} numbers`)

const unknownType = (name: string, type: number): AppError =>
  new AppError(
    'unsupported',
    `"${name}" holds numbers of a kind that is not read (ONNX type ${type}). Export the network in float32.`,
    { name, type },
  )

const sparse = (): AppError =>
  new AppError('unsupported', 'The network holds sparse tensors, which are not read. Export it with dense ones.', {})

const damaged = (what: string, cause?: unknown): AppError =>
  new AppError('bad-input', `This is no ONNX file, or it is damaged: ${what}. Copy or export it again.`, {}, cause)
