import { nchw } from '../layout.ts'
import { timesTransposed } from './matMul.ts'
import { defineKernel } from './registry.ts'

/**
 * Sum over batch, height and width of a * b, times `scale`: [batch, height, width, channel] twice -> [channel]. Made by a
 * pass (passes/fuseDots.ts). Each image and channel is a product of two vectors, which takes a quarter of the time of
 * writing the products and adding them up.
 */
defineKernel({
  kernel: 'ChannelDot',
  inputs: ['a', 'b'],
  lower: (builder, node, [a, b]) => {
    const [batch, height, width, channels] = a.shape
    const scale = node.attrs.scale as number
    const [x, y] = [a, b].map(value => builder.convert(value, nchw(value.shape)).name)
    const scaled = (sum: string) => (scale === 1 ? sum : builder.emit('Mul', [sum, builder.scalar(scale)]))
    const keepdims = { int: 0 }
    if (builder.options.portable) {
      const sum = builder.emit('ReduceSum', [builder.emit('Mul', [x, y]), builder.ints([0, 2, 3])], { keepdims })
      return builder.result(scaled(sum), node)
    }
    const vectors = [x, y].map(name => builder.reshape(name, [batch * channels, 1, height * width]))
    const dots = builder.reshape(timesTransposed(builder, vectors[0], vectors[1], 3), [batch, channels])
    return builder.result(scaled(builder.emit('ReduceSum', [dots, builder.ints([0])], { keepdims })), node)
  },
})
