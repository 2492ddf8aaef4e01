import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { launchEngine } from '../../../engine/launch.ts'
import type { EngineEvent, GraphJob } from '../../../engine/port.ts'
import { runEngineJob } from '../../../services/engine/runEngineJob.ts'
import { reportFailure, wholeNumber } from '../command.ts'
import { print, printJson } from '../output.ts'

interface GraphOptions {
  readonly step: GraphJob['step']
  readonly blocks: number
  readonly channels: number
  readonly magnification: number
  readonly batch: number
  readonly size: number
  readonly block: number
  readonly keepBlocks: boolean
  readonly without: string[]
  readonly onnx?: string
  readonly json?: boolean
}

type GraphEvent = Extract<EngineEvent, { type: 'graph' }>

/** For those who work on the engine: it needs no workspace. */
export const engineCommand = (): Command =>
  new Command('engine').description('look into the engine').addCommand(graphCommand())

const graphCommand = () =>
  new Command('graph')
    .description("print a step's graph before and after the compiler's passes")
    .addOption(new Option('--step <step>', 'which step').choices(['training', 'inference']).default('training'))
    .option('--blocks <n>', 'residual blocks', wholeNumber, 2)
    .option('--channels <n>', 'feature channels', wholeNumber, 16)
    .option('--magnification <n>', 'of the one upsampling stage', wholeNumber, 2)
    .option('--batch <n>', 'images in a batch', wholeNumber, 2)
    .option('--size <n>', 'pixels along a side of an LR image', wholeNumber, 32)
    .option('--block <n>', 'channels a block of the blocked layout, 0: plain', wholeNumber, 0)
    .option('--keep-blocks', 'keep activations in blocks between convolutions', false)
    .option('--without <passes...>', 'passes to leave out', [])
    .option('--onnx <file>', 'also write the compiled step as an ONNX file')
    .option('--json', 'print the result as JSON')
    .action(async (options: GraphOptions) => {
      try {
        const graph = await askGraph(options)
        if (options.json) return printJson(graph)
        print(graphText(graph))
        if (options.onnx !== undefined) print(`\nwritten: ${resolve(options.onnx)}`)
      } catch (error) {
        reportFailure(error, options.json === true)
      }
    })

async function askGraph({ blocks, channels, magnification, size, onnx, ...rest }: GraphOptions): Promise<GraphEvent> {
  const { step, batch, block, keepBlocks, without } = rest
  const network = {
    kind: 'resnet-sisr',
    blocks,
    channels,
    magnification,
    magnifications: 1,
    outputRelu: false,
  }
  const file = onnx === undefined ? {} : { onnx: resolve(onnx) }
  const layout = { block, keepBlocks }
  const job: GraphJob = { kind: 'graph', network, step, batch, height: size, width: size, ...layout, without, ...file }
  const graphs: GraphEvent[] = []
  const onEvent = (event: EngineEvent) => {
    if (event.type === 'graph') graphs.push(event)
  }
  await runEngineJob(launchEngine, job, onEvent).finished
  return graphs[0]
}

function graphText({ before, after, operators, activationTransposes }: GraphEvent): string {
  const counts = Object.entries(operators).sort(([, a], [, b]) => b - a)
  return [
    '# as recorded',
    before,
    '',
    '# after the passes',
    after,
    '',
    '# ONNX operators',
    counts.map(([op, count]) => `${op} ${count}`).join(', '),
    `transposes of activations: ${activationTransposes}`,
  ].join('\n')
}
