import type { Device } from '../devices/device.ts'
import type { StepperMaker } from '../devices/stepper.ts'
import { createAdversarialTrainer } from './adversarialTrainer.ts'
import { createClassifierTrainer } from './classifierTrainer.ts'
import { createImageTrainer } from './imageTrainer.ts'
import { createClassPredictor, createPredictor } from './predictor.ts'

/** What a device can do, from its one way to run a program. */
export function steppedDevice(
  device: Pick<Device, 'id' | 'title' | 'probe' | 'operatorsOnProcessor'>,
  makeStepper: StepperMaker,
): Device {
  return {
    ...device,
    createTrainer: options => createImageTrainer(makeStepper, options),
    createPredictor: options => createPredictor(makeStepper, options),
    createClassifierTrainer: options => createClassifierTrainer(makeStepper, options),
    createAdversarialTrainer: options => createAdversarialTrainer(makeStepper, options),
    createClassPredictor: options => createClassPredictor(makeStepper, options),
  }
}
