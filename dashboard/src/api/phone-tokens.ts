import { post } from './client.ts'
import { useSend } from './query.ts'

/** Makes a token with which an app on a phone connects, once and within three minutes. */
export const useMakePhoneToken = () => useSend(() => post('/phone-tokens'))
