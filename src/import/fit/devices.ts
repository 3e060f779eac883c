import { getFitGarminProductDisplayName } from 'fit-file-parser'
import { UploadType } from '../../schema/enums.ts'
import type { DeviceData, OtherDeviceData } from '../../schema/records.ts'
import { type FitMessage, type FitMessages, indexIn, nameIn, numberIn, textIn } from './messages.ts'

/** Makers in the FIT profile that sell an app or a service: what they write was not recorded by a device of theirs. */
const appMakers = new Set([
  'strava',
  'zwift',
  'zwift_byte',
  'trainer_road',
  'the_sufferfest',
  'virtualtraining',
  'trailforks',
  'runna',
  'mywhoosh',
  'r_gt_cycling',
  'onelap',
  'cadence_app',
  'gotoes',
  'nike',
  'ifit_com',
  'development',
])

/** The device that wrote the file, with the sensors it listened to; null when the file names none. */
export function deviceOf(messages: FitMessages): DeviceData | null {
  const [fileId] = messages.of('file_id')
  const infos = messages.of('device_info')
  const creator = infos.findLast(isCreator)
  const manufacturer = makerOf(creator) ?? makerOf(fileId)
  const name = productOf(creator) ?? productOf(fileId)
  const serial = serialOf(creator) ?? serialOf(fileId)
  const others = otherDevices(infos)
  if (manufacturer === null && name === null && serial === null && others.length === 0) return null
  return {
    manufacturer,
    name,
    serial_number: serial,
    software_version: versionOf(creator) ?? creatorVersion(messages),
    hardware_version: nameIn(creator, 'hardware_version'),
    other_devices: others,
  }
}

/** Automatic for what a device recorded, third party for what an app wrote. */
export function uploadTypeOf(messages: FitMessages): UploadType {
  const maker = nameIn(messages.of('file_id')[0], 'manufacturer')
  return maker !== null && appMakers.has(maker) ? UploadType.THIRD_PARTY_UPLOAD : UploadType.AUTOMATIC
}

/** Devices are reported again and again; the last report of each counts, in the order of first appearance. */
function otherDevices(infos: FitMessage[]): OtherDeviceData[] {
  const latest = new Map<number, OtherDeviceData>()
  for (const info of infos) {
    if (isCreator(info)) continue
    const index = indexIn(info, 'device_index')
    if (index === null) continue
    const before = latest.get(index)
    latest.set(index, {
      name: productOf(info) ?? sensorKind(info) ?? before?.name ?? null,
      manufacturer: makerOf(info) ?? before?.manufacturer ?? null,
      serial_number: serialOf(info) ?? before?.serial_number ?? null,
      software_version: versionOf(info) ?? before?.software_version ?? null,
      hardware_version: nameIn(info, 'hardware_version') ?? before?.hardware_version ?? null,
    })
  }
  return [...latest.values()].filter((device) => Object.values(device).some((value) => value !== null))
}

/** Older trackers report only themselves, without an index. */
const isCreator = (info: FitMessage): boolean => info.device_index === 'creator' || info.device_index === undefined

function productOf(message: FitMessage | undefined): string | null {
  const named = textIn(message, 'product_name') ?? textIn(message, 'descriptor')
  if (named !== null) return named
  const product = numberIn(message, 'product')
  if (message?.manufacturer !== 'garmin' || product === null) return null
  return getFitGarminProductDisplayName(product) ?? null
}

const sensorKind = (info: FitMessage): string | null => {
  const kind = info.device_type
  return typeof kind === 'string' ? titled(kind) : null
}

/** A maker the profile does not know is a bare number and says nothing. */
function makerOf(message: FitMessage | undefined): string | null {
  const maker = textIn(message, 'manufacturer')
  return maker === null ? null : titled(maker)
}

function serialOf(message: FitMessage | undefined): string | null {
  const serial = numberIn(message, 'serial_number')
  return serial === null || serial === 0 ? null : String(serial)
}

function versionOf(message: FitMessage | undefined): string | null {
  const version = numberIn(message, 'software_version')
  return version === null ? null : version.toFixed(2)
}

/** `file_creator` holds the version as a whole number of hundredths. */
function creatorVersion(messages: FitMessages): string | null {
  const version = numberIn(messages.of('file_creator')[0], 'software_version')
  return version === null ? null : (version / 100).toFixed(2)
}

/** `wahoo_fitness` → `Wahoo Fitness`. */
const titled = (slug: string): string =>
  slug
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')
