import { type LoweringOptions, OnnxBuilder, type Value } from './builder.ts'
import type { Graph, OperationNode, Shape } from './graph.ts'
import { dimsOf, type Layout, nchw, plainLayout } from './layout.ts'
import './lower/all.ts'
import { kernelDefinition } from './lower/registry.ts'
import type { OnnxModel } from './onnxModel.ts'

/** The graph as an ONNX model whose inputs and outputs are the graph's. */
export function lowerGraph(graph: Graph, options: LoweringOptions): OnnxModel {
  const builder = new OnnxBuilder(options)
  const values: Value[] = []
  for (const node of graph.nodes) {
    if (node.kind === 'input') values.push(builder.result(node.name, node, boundaryLayout(node.shape, options)))
    else if (node.kind === 'constant') {
      const [first = 0] = node.data
      const isSplat = node.data.length === 1
      values.push(
        isSplat
          ? builder.splat(first, node.shape, node.dtype)
          : builder.result(builder.array(node.data, node.shape, node.dtype), node),
      )
    } else {
      const inputs = node.inputs.map(i => values[i]).filter(v => v !== undefined)
      values.push(lowerNode(builder, node, inputs))
    }
  }
  const outputs = graph.outputs.map(({ name, value }) => {
    const result = values[value]
    if (result === undefined) throw new Error(`Output '${name}' has no value.`)
    const { name: tensor, dims, dtype } = builder.convert(result, boundaryLayout(result.shape, options))
    return { name, tensor, dims, dtype }
  })
  const inputs = graph.nodes.flatMap(node =>
    node.kind === 'input'
      ? [{ name: node.name, dims: dimsOf(boundaryLayout(node.shape, options)), dtype: node.dtype }]
      : [],
  )
  return builder.finish(inputs, outputs)
}

/** Row-major, but for images that go in and out with their channels first. */
function boundaryLayout(shape: Shape, { channelsFirst }: LoweringOptions): Layout {
  return channelsFirst && shape.length === 4 ? nchw(shape) : plainLayout(shape)
}

function lowerNode(builder: OnnxBuilder, node: OperationNode, inputs: readonly Value[]): Value {
  const { lower } = kernelDefinition(node.kernel)
  if (lower === undefined) throw new Error(`Kernel '${node.kernel}' should have been settled by the recording.`)
  return lower(builder, node, inputs)
}
