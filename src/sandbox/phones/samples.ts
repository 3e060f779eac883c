import { summaryId } from '../../normalise/identity.ts'
import type { Deed } from '../life/deeds.ts'
import { type Life, type LivedDay, lifeOf } from '../life/life.ts'
import { healthConnectDay } from './health-connect.ts'
import { healthKitDay, healthKitPerson } from './healthkit.ts'
import { samsungDay } from './samsung.ts'

export const phonePlatforms = ['healthkit', 'health_connect', 'samsung'] as const
export type PhonePlatform = (typeof phonePlatforms)[number]

interface PhoneKind {
  model: string
  os: string
  dayOf(life: Life, lived: LivedDay): object
}

const kinds: Readonly<Record<PhonePlatform, PhoneKind>> = {
  healthkit: { model: 'iPhone16,1', os: 'iOS 18.1', dayOf: healthKitDay },
  health_connect: { model: 'Pixel 9', os: 'Android 15', dayOf: healthConnectDay },
  samsung: { model: 'SM-S921B', os: 'Android 15', dayOf: samsungDay },
}

/**
 * The batches that the phone of an invented person sends of some days (`YYYY-MM-DD`, both included), one a day, the newest
 * first as apps fetch history: whole bodies of `POST /ingest/batches`. Pure: the same person and days give the same ids, so
 * sending them again says nothing new. Days that have not begun by `nowMs` give none.
 */
export function samplesOf(
  platform: PhonePlatform,
  person: string,
  from: string,
  to: string,
  nowMs: number,
  deeds: readonly Deed[] = [],
): object[] {
  const life = lifeOf(person, deeds, nowMs)
  const { model, os, dayOf } = kinds[platform]
  const days = life.days(from, to).toReversed()
  return days.map((lived, i) => {
    const lists = dayOf(life, lived)
    return {
      schema: 'tellus.mobile/1',
      batch_id: summaryId('phone', platform, person, lived.day.date, nowMs),
      platform,
      phase: days.length > 1 ? 'backfill' : 'incremental',
      sent_at: new Date(nowMs).toISOString(),
      device: { model, os, app: 'com.example.tellus/1.0', timezone: life.zone },
      ...lists,
      ...(platform === 'healthkit' && i === 0 && healthKitPerson(life)),
    }
  })
}
