import { join } from 'node:path'
import { openReceiver, type Received, type Receiver } from '../../src/testing/receiver.ts'
import { dataFolder, type RunningTellus, startTellus } from '../../src/testing/tellus.ts'

/** A Tellus with the sandbox, a receiver that it delivers to, and a folder that goes with them. */
export interface Stage extends AsyncDisposable {
  tellus: RunningTellus
  receiver: Receiver
  /** What the receiver's destination signs with. */
  secret: string
  folder: string
}

export async function openStage(): Promise<Stage> {
  const folder = dataFolder()
  const tellus = await startTellus(join(folder.path, 'data'), { TELLUS_SANDBOX: 'on' })
  const receiver = await openReceiver()
  return {
    tellus,
    receiver,
    secret: (await makeDestination(tellus, receiver.url)).signing_secret,
    folder: folder.path,
    async [Symbol.asyncDispose]() {
      await tellus.end()
      await receiver.close()
      folder[Symbol.dispose]()
    },
  }
}

/** Makes a webhook destination for every event. */
export async function makeDestination(
  tellus: RunningTellus,
  url: string,
): Promise<{ id: string; signing_secret: string }> {
  const made = await tellus.call<{ id: string; signing_secret: string }>('POST', '/admin/api/destinations', {
    kind: 'webhook',
    url,
  })
  if (made.status !== 201) throw new Error(`the destination was answered ${made.status}`)
  return made.body
}

/** What checks look at in a payload. */
export interface Payload {
  type: string
  user?: { user_id: string }
  new_user?: { user_id: string }
  expected_payloads?: number
}

export const payloadOf = (request: Received): Payload => JSON.parse(request.body.toString('utf8'))
