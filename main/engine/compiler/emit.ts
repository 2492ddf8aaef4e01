import protobuf from 'protobufjs'
import { ONNX_TYPES } from './constants.ts'
import type { OnnxAttribute, OnnxModel, OnnxTensor } from './onnxModel.ts'

/**
 * The messages and field numbers of onnx.proto3 (ONNX 1.17) that a model of ours uses; its documents are the source:
 * https://github.com/onnx/onnx/blob/v1.17.0/onnx/onnx.proto3
 */
const schema = protobuf.Root.fromJSON({
  options: { syntax: 'proto3' },
  nested: {
    Attribute: message({
      name: [1, 'string'],
      f: [2, 'float'],
      i: [3, 'int64'],
      s: [4, 'bytes'],
      floats: [7, 'float', 'repeated'],
      ints: [8, 'int64', 'repeated'],
      type: [20, 'int32'],
    }),
    Node: message({
      input: [1, 'string', 'repeated'],
      output: [2, 'string', 'repeated'],
      opType: [4, 'string'],
      attribute: [5, 'Attribute', 'repeated'],
      domain: [7, 'string'],
    }),
    Tensor: message({
      dims: [1, 'int64', 'repeated'],
      dataType: [2, 'int32'],
      name: [8, 'string'],
      rawData: [9, 'bytes'],
    }),
    Dimension: message({ dimValue: [1, 'int64'], dimParam: [2, 'string'] }),
    TensorShape: message({ dim: [1, 'Dimension', 'repeated'] }),
    TensorType: message({ elemType: [1, 'int32'], shape: [2, 'TensorShape'] }),
    Type: message({ tensorType: [1, 'TensorType'] }),
    ValueInfo: message({ name: [1, 'string'], type: [2, 'Type'] }),
    Graph: message({
      node: [1, 'Node', 'repeated'],
      name: [2, 'string'],
      initializer: [5, 'Tensor', 'repeated'],
      input: [11, 'ValueInfo', 'repeated'],
      output: [12, 'ValueInfo', 'repeated'],
    }),
    OperatorSet: message({ domain: [1, 'string'], version: [2, 'int64'] }),
    Property: message({ key: [1, 'string'], value: [2, 'string'] }),
    Model: message({
      irVersion: [1, 'int64'],
      producerName: [2, 'string'],
      producerVersion: [3, 'string'],
      docString: [6, 'string'],
      graph: [7, 'Graph'],
      opsetImport: [8, 'OperatorSet', 'repeated'],
      metadataProps: [14, 'Property', 'repeated'],
    }),
  },
})

type Field = readonly [id: number, type: string, rule?: string]

function message(fields: Readonly<Record<string, Field>>): protobuf.IType {
  const entries = Object.entries(fields).map(([name, [id, type, rule]]) => [
    name,
    rule ? { id, type, rule } : { id, type },
  ])
  return { fields: Object.fromEntries(entries) as protobuf.IType['fields'] }
}

export const IR_VERSION = 8
export const OPSET = 17
const ATTRIBUTE_TYPES = { float: 1, int: 2, string: 3, floats: 6, ints: 7 } as const

/** What a file says of itself, for those who open it elsewhere. */
export interface FileDescription {
  readonly version: string
  readonly text: string
  readonly properties: Readonly<Record<string, string>>
}

/**
 * The model as ONNX protobuf bytes (IR version 8, opset 17). Arrays are copied once, into the result. With a description it is
 * a file for others, whose nodes are sorted as the format wants them; without, one for the runtime.
 */
export function encodeModel(model: OnnxModel, description?: FileDescription): Uint8Array {
  const domains = new Set(model.nodes.map(n => n.domain).filter(d => d !== ''))
  const opsetImport = [{ domain: '', version: OPSET }, ...[...domains].map(domain => ({ domain, version: 1 }))]
  const Model = schema.lookupType('Model')
  return Model.encode(
    Model.fromObject({
      irVersion: IR_VERSION,
      producerName: 'Subarc',
      producerVersion: description?.version,
      docString: description?.text,
      metadataProps: Object.entries(description?.properties ?? {}).map(([key, value]) => ({ key, value })),
      opsetImport,
      graph: {
        name: 'subarc',
        node: (description === undefined ? inRunningOrder(model.nodes) : model.nodes).map(n => ({
          input: n.inputs,
          output: n.outputs,
          opType: n.op,
          domain: n.domain,
          attribute: Object.entries(n.attributes).map(([name, value]) => attribute(name, value)),
        })),
        initializer: model.initializers.map(tensor),
        input: model.inputs.map(valueInfo),
        output: model.outputs.map(valueInfo),
      },
    }),
  ).finish()
}

/**
 * ONNX Runtime walks from the outputs back to what they need, of several inputs the one that stands last in the file
 * first. Listed from last to first, nodes run in the order in which the step was recorded: each filter's gradient as
 * soon as the layer's output gradient is known, so that neither is kept until the end (2.3 against 2.8 GB for the
 * study's network, batch 10). The format wants a sorted list; the runtime sorts for itself.
 */
function inRunningOrder(nodes: OnnxModel['nodes']): OnnxModel['nodes'] {
  return [...nodes].reverse()
}

function attribute(name: string, value: OnnxAttribute): object {
  if ('int' in value) return { name, i: value.int, type: ATTRIBUTE_TYPES.int }
  if ('float' in value) return { name, f: value.float, type: ATTRIBUTE_TYPES.float }
  if ('floats' in value) return { name, floats: value.floats, type: ATTRIBUTE_TYPES.floats }
  if ('ints' in value) return { name, ints: value.ints, type: ATTRIBUTE_TYPES.ints }
  return { name, s: Buffer.from(value.string), type: ATTRIBUTE_TYPES.string }
}

function tensor({ name, dims, data }: OnnxTensor): object {
  const rawData = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  return { name, dims, dataType: ONNX_TYPES[elementType(data)], rawData }
}

function elementType(data: OnnxTensor['data']): keyof typeof ONNX_TYPES {
  if (data instanceof BigInt64Array) return 'int64'
  if (data instanceof Int32Array) return 'int32'
  return data instanceof Uint8Array ? 'bool' : 'float32'
}

function valueInfo({ name, dims, dtype }: OnnxModel['inputs'][number]): object {
  const shape = { dim: dims.map(dim => (typeof dim === 'string' ? { dimParam: dim } : { dimValue: dim })) }
  return { name, type: { tensorType: { elemType: ONNX_TYPES[dtype], shape } } }
}
