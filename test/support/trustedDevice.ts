import { machineName } from '../../main/services/training/environment.ts'
import { saveDevice } from '../../main/workspace/devices.ts'
import { openWorkspace } from '../../main/workspace/workspace.ts'

/** The processor counts as checked in this workspace: its check takes longer than most of what is tested with it. */
export function trustDevice(workspacePath: string): void {
  const workspace = openWorkspace(workspacePath)
  saveDevice(workspace.db, {
    version: 1,
    device: 'onnx:cpu',
    title: 'CPU',
    available: true,
    correct: true,
    reason: null,
    remedy: null,
    versions: {},
    worstError: 0,
    trainImagesPerSecond: 1,
    inferImagesPerSecond: 1,
    peakMemoryBytes: null,
    operatorsOnProcessor: [],
    checkedAt: '2026-03-14T00:00:00.000Z',
    machine: machineName(),
  })
  workspace.close()
}
