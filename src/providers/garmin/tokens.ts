/**
 * The answer of the token endpoint without its `scope`, which names parts of Garmin's platform and nothing that a person
 * allows: their permissions are asked for.
 */
export async function conform(answer: Response): Promise<Response> {
  const said: unknown = await answer.json().catch(() => null)
  const { status, headers } = answer
  if (typeof said !== 'object' || said === null) return new Response('', { status, headers })
  const kept = Object.fromEntries(Object.entries(said).filter(([name]) => name !== 'scope'))
  return new Response(JSON.stringify(kept), { status, headers: { 'content-type': 'application/json' } })
}
