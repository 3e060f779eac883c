import type { DeviceData } from '../schema/records.ts'

/** A device in words, with its maker once; null where neither is known. */
export function deviceName(device: DeviceData | null | undefined): string | null {
  const [maker, name] = [device?.manufacturer ?? null, device?.name ?? null]
  if (maker === null || name === null) return maker ?? name
  return name.toLowerCase().startsWith(maker.toLowerCase()) ? name : `${maker} ${name}`
}
