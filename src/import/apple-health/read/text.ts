/**
 * The parser is fed one character per byte (see parse.ts). This turns such a text back into what the UTF-8 bytes
 * mean. ASCII, which is nearly everything, is given back as it is. Bytes that are no UTF-8 stay the characters of
 * their numbers, so a numeric entity such as `&#160;` or `&#8217;` survives. Control characters are dropped.
 */
export function decodeText(raw: string): string {
  if (!special.test(raw)) return raw
  let text = ''
  for (let at = 0; at < raw.length; ) {
    const length = sequenceLength(raw, at)
    if (length === 1) text += raw[at] ?? ''
    else text += Buffer.from(raw.slice(at, at + length), 'latin1').toString('utf8')
    at += length
  }
  return text.replace(controls, '')
}

const special = /[^\x20-\x7e]/
const controls = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g

/** Length of the well-formed UTF-8 sequence that begins at `at`; 1 when there is none. */
function sequenceLength(raw: string, at: number): number {
  const lead = raw.charCodeAt(at)
  const length =
    lead >= 0xf0 && lead <= 0xf4 ? 4 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xc2 && lead <= 0xdf ? 2 : 1
  for (let i = 1; i < length; i++) {
    const code = raw.charCodeAt(at + i)
    if (!(code >= 0x80 && code <= 0xbf)) return 1
  }
  return length
}
