import { existsSync } from 'node:fs'

/** Where Chromium keeps its Vulkan driver that needs no graphics processor. */
const folders = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome']

/** The environment in which a process finds SwiftShader; undefined where this machine has none. */
export function softwareGpu(): Record<string, string> | undefined {
  const folder = folders.find(f => existsSync(`${f}/vk_swiftshader_icd.json`) && existsSync(`${f}/libvulkan.so.1`))
  if (folder === undefined) return undefined
  return { VK_DRIVER_FILES: `${folder}/vk_swiftshader_icd.json`, LD_LIBRARY_PATH: folder }
}
