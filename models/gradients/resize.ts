import type { NamedAttrMap, Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import { applyResize, resizeMatrix } from '../resize.ts'
import { gradient } from './register.ts'

/** A resized image is a linear map of its source along each side: the gradient is the transposed map. */
function resize(kernel: string, method: 'bilinear' | 'nearest'): void {
  gradient(kernel, (dy, [images], attrs) => ({ images: () => transposedResize(dy, images, attrs, method) }), {
    inputsToSave: ['images'],
  })
}
resize('ResizeBilinear', 'bilinear')
resize('ResizeNearestNeighbor', 'nearest')

function transposedResize(dy: Tensor, images: Tensor, attrs: NamedAttrMap, method: 'bilinear' | 'nearest'): Tensor {
  const grid = attrs.alignCorners ? 'corners' : attrs.halfPixelCenters ? 'centres' : 'edges'
  const [, fromHeight, fromWidth] = images.shape
  const [, toHeight, toWidth] = dy.shape
  const rows = resizeMatrix(fromHeight, toHeight, method, grid)
  const columns = resizeMatrix(fromWidth, toWidth, method, grid)
  return applyResize(dy as Tensor4D, rows, columns, true)
}
