import { castNumber } from '../constants.ts'
import type { DataType } from '../graph.ts'
import { dataType, defineKernel } from './registry.ts'

defineKernel({
  kernel: 'Cast',
  inputs: ['x'],
  record: (context, [x], attrs) => {
    const dtype = dataType({ ...x, dtype: attrs.dtype as DataType })
    const id = context.idOf(x)
    if (dtype === dataType(x)) return context.alias(id, x.shape, dtype)
    return context.append({ kind: 'operation', kernel: 'Cast', inputs: [id], attrs: { dtype }, shape: x.shape, dtype })
  },
  fold: ([x], { dtype }) => castNumber(x, dtype as DataType),
  lower: (builder, node, [x]) => builder.cast(x, node.dtype),
})
