/**
 * Gradients for tfjs's autodiff. tfjs-core's Node bundle registers none, and its own may only be had as modules that
 * Node cannot resolve; written here, they also keep what costs least memory (relu its output, not its input), follow
 * PyTorch where values tie, and fill what tfjs lacks (mirror padding, strided slices, average pools at an edge).
 * Importing this file registers them. A kernel's gradient that is missing makes tfjs name the kernel.
 */
import './gradients/binary.ts'
import './gradients/convolutions.ts'
import './gradients/matMul.ts'
import './gradients/reductions.ts'
import './gradients/resize.ts'
import './gradients/shapes.ts'
import './gradients/unary.ts'
