import type { DoubleAnswer, DoubleFrame, DoubleGrant, Listener, News, NewsItem, Posting } from './double.ts'
import { badParameter, failed, ok, seconds } from './withings-answers.ts'

/** What each kind of news, `appli`, wants to be allowed. */
const scopeOf: Readonly<Record<string, string>> = {
  '1': 'user.metrics',
  '2': 'user.metrics',
  '4': 'user.metrics',
  '16': 'user.activity',
  '44': 'user.activity',
  '46': 'user.info',
  '50': 'user.sleepevents',
  '51': 'user.sleepevents',
  '52': 'user.sleepevents',
  '54': 'user.metrics',
}

/** Subscriptions do not end. */
const never = 2_147_483_647

/** `/notify`: subscriptions of one person, each of one kind of news and one address. */
export async function answerNotify(
  form: URLSearchParams,
  { account, scopes }: DoubleGrant,
  frame: DoubleFrame,
  noScope: DoubleAnswer,
): Promise<DoubleAnswer> {
  const own = await frame.listeners(`${account} `)
  const appli = form.get('appli')
  const url = form.get('callbackurl') ?? ''
  const name = `${account} ${appli} ${url}`
  switch (form.get('action')) {
    case 'list':
      return ok({ profiles: own.filter(({ detail }) => appli === null || detail['appli'] === appli).map(shownOf) })
    case 'subscribe': {
      const scope = scopeOf[appli ?? '']
      if (scope === undefined || appli === null) return badParameter('appli')
      if (!scopes.includes(scope)) return noScope
      if (!(await answersHead(frame, url))) return failed(293, `The callback URL ${url} is either unknown or invalid`)
      const detail = { account, appli, comment: form.get('comment') ?? '' }
      await frame.listen({ name, url, secret: '', detail, expiresAtMs: null })
      return ok({})
    }
    case 'revoke':
      return (await frame.unlisten(name)) ? ok({}) : failed(294, 'No such subscription could be deleted')
    default:
      return failed(2554, 'Not implemented')
  }
}

/** Before it takes an address Withings sends it a HEAD, which must be answered with a success. */
async function answersHead(frame: DoubleFrame, url: string): Promise<boolean> {
  if (url.length > 255 || (url !== frame.hookUrl && !url.startsWith(`${frame.hookUrl}?`))) return false
  return (await frame.call(url, { method: 'HEAD' })).ok
}

const shownOf = ({ url, detail }: Listener) => ({
  appli: Number(detail['appli']),
  callbackurl: url,
  expires: never,
  comment: detail['comment'],
})

/** What is told of something that happened: a change looks like what is new, and so does what is gone. */
function told({ type, date, startMs, endMs }: NewsItem): Record<string, string>[] {
  const span = { startdate: `${seconds(startMs)}`, enddate: `${seconds(endMs)}` }
  switch (type) {
    case 'sleep':
      return [{ appli: '44', ...span }]
    case 'daily':
    case 'activity':
      return [{ appli: '16', date }]
    case 'body':
      // Up to when the scale and the cuff have told all.
      return ['1', '4', '54'].map((appli) => ({ appli, ...span, enddate: `${seconds(endMs) + 601}` }))
    default:
      return []
  }
}

/** Unsigned forms to everybody who subscribed to a person's news of a kind. */
export async function postings(news: News, frame: DoubleFrame): Promise<Posting[]> {
  const { account: userid } = news.grant
  const messages = news.kind === 'revoked' ? [{ appli: '46', action: 'unlink' }] : news.items.flatMap(told)
  const bodies = new Map(messages.map((one) => [new URLSearchParams({ userid, ...one }).toString(), one.appli]))
  const listeners = await frame.listeners(`${userid} `)
  return [...bodies].flatMap(([body, appli]) =>
    listeners
      .filter(({ detail }) => detail['appli'] === appli)
      .map(({ url }) => ({ url, body, headers: { 'content-type': 'application/x-www-form-urlencoded' } })),
  )
}
