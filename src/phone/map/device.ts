import type { DeviceData } from '../../schema/records.ts'
import type { PhoneDevice } from '../wire/batch.ts'

/** The phone itself, which stands for a day of which it only told the sums; null when it says nothing of itself. */
export function deviceOfPhone(device: PhoneDevice | null): DeviceData | null {
  if (device?.model == null) return null
  return { name: device.model, ...(device.os !== null && { software_version: device.os }) }
}
