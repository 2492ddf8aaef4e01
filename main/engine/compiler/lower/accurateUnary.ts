import type { OnnxBuilder, Value } from '../builder.ts'
import { defineKernel, recordOperation } from './registry.ts'

/**
 * log(1 + x) and exp(x) - 1 keep their digits near zero. ONNX has no operators for them.
 * With u = 1 + x rounded, log(u) * x / (u - 1) has the rounding of u in both factors (Kahan; Higham 2002, section 1.14.1);
 * exp(x) - 1 = 2 * tanh(x / 2) / (1 - tanh(x / 2)) for small |x|.
 */
function accurate(kernel: string, fold: (x: number) => number, lower: (b: OnnxBuilder, x: string) => string): void {
  defineKernel({
    kernel,
    inputs: ['x'],
    record: recordOperation(kernel, ([shape]) => shape),
    fold: ([x]) => fold(x),
    lower: (builder, _node, [x]) => {
      const input = builder.convert(x, x.layout)
      return { ...(input as Value), name: lower(builder, input.name) }
    },
  })
}

accurate('Log1p', Math.log1p, (b, x) => {
  const u = b.emit('Add', [x, b.scalar(1)])
  const rest = b.emit('Sub', [u, b.scalar(1)])
  const lost = b.emit('Equal', [rest, b.scalar(0)])
  const safe = b.emit('Where', [lost, b.scalar(1), rest])
  const corrected = b.emit('Div', [b.emit('Mul', [b.emit('Log', [u]), x]), safe])
  const infinite = b.emit('Equal', [u, b.scalar(Number.POSITIVE_INFINITY)])
  return b.emit('Where', [lost, x, b.emit('Where', [infinite, u, corrected])])
})

accurate('Expm1', Math.expm1, (b, x) => {
  const t = b.emit('Tanh', [b.emit('Mul', [x, b.scalar(0.5)])])
  const small = b.emit('Div', [b.emit('Mul', [t, b.scalar(2)]), b.emit('Sub', [b.scalar(1), t])])
  const large = b.emit('Sub', [b.emit('Exp', [x]), b.scalar(1)])
  return b.emit('Where', [b.emit('Less', [b.emit('Abs', [x]), b.scalar(0.5)]), small, large])
})
