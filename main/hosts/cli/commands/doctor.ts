import type { Command } from 'commander'
import { type CommonOptions, subarcCommand, workspaceAction } from '../command.ts'
import { fixed, formatMebibytes, formatTable, note, print, printJson } from '../output.ts'
import { followJob } from '../progress.ts'

export const doctorCommand = (): Command =>
  subarcCommand('doctor', 'check which devices are present, correct and fast, and choose one')
    .option('--device <id>', 'use this device from now on')
    .option('--report', 'check nothing, and print a text for a bug report: no private paths, no names')
    .action(
      workspaceAction<CommonOptions & { device?: string; report?: boolean }>(async ({ client }, options) => {
        const { json, device } = options
        if (options.report) {
          const report = await client.diagnostics.report()
          return json ? printJson(report) : print(report.text)
        }
        const { job } = await client.devices.check({})
        await followJob(client, job, json)
        if (device !== undefined) await client.devices.choose({ device })
        const reports = await client.devices.list()
        const workspace = await client.workspace.info()
        if (json) return printJson({ workspace, devices: reports })
        print(
          `Subarc ${workspace.version}, Node ${workspace.nodeVersion}, ${workspace.platform}, ${workspace.cpuCount} CPUs`,
        )
        print(
          formatTable(reports, [
            { title: 'device', value: r => r.device },
            { title: 'verified', value: r => (r.verified === 'no' ? 'not verified' : r.verified) },
            { title: 'present', value: r => (r.available === true ? 'yes' : 'no') },
            { title: 'correct', value: r => (r.available !== true ? '-' : r.correct === true ? 'yes' : 'no') },
            {
              title: 'error',
              value: r => (r.worstError === null ? '-' : r.worstError.toExponential(1)),
              align: 'right',
            },
            { title: 'train img/s', value: r => fixed(r.trainImagesPerSecond, 1), align: 'right' },
            { title: 'infer img/s', value: r => fixed(r.inferImagesPerSecond, 1), align: 'right' },
            { title: 'memory', value: r => formatMebibytes(r.peakMemoryBytes), align: 'right' },
            { title: 'chosen', value: r => (r.chosen ? '*' : '') },
          ]),
        )
        for (const { device: id, operatorsOnProcessor, versions } of reports) {
          const listed = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
          if (listed.length > 0) print(`${id} runs on ${listed.join(', ')}`)
          if (operatorsOnProcessor.length > 0)
            print(`${id} leaves to the processor: ${operatorsOnProcessor.join(', ')}`)
        }
        for (const report of reports) {
          if (report.reason !== null) note(`${report.device}: ${report.reason} ${report.remedy ?? ''}`.trim())
        }
      }),
    )
