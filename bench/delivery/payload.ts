/** A body of about so many bytes that looks like what is sent: samples of a day, with the time it was made in front. */
export function payloadOf(bytes: number, atMs: number, seed: number): string {
  const head = `{"at":${atMs.toFixed(3)},"type":"daily","user":{"user_id":"5b1f3c1e-8b6d-4c8f-9a55-2f0f3f2f7c11","provider":"GARMIN"},"data":[{"heart_rate_samples":[`
  const samples: string[] = []
  let length = head.length + 4
  let bpm = 60 + (seed % 40)
  for (let i = 0; length < bytes - 40; i++) {
    bpm = Math.max(45, Math.min(180, bpm + ((seed * 7 + i * 13) % 7) - 3))
    const minute = String(i % 60).padStart(2, '0')
    const hour = String(Math.floor(i / 60) % 24).padStart(2, '0')
    const sample = `{"timestamp":"2026-07-01T${hour}:${minute}:00.000000+01:00","bpm":${bpm}}`
    samples.push(sample)
    length += sample.length + 1
  }
  return `${head}${samples.join(',')}]}]}`
}
