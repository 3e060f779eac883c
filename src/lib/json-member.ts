/**
 * The text of a member of a JSON object exactly as it was written, or null when there is none; of members with the same
 * name the last counts, as for `JSON.parse`. Parsing and printing again would change numbers a double cannot hold. The
 * text given must be valid JSON: check it by parsing first.
 */
export function jsonMember(json: string, name: string): string | null {
  let found: string | null = null
  let at = spaceEnd(json, 0) + 1 // past the brace
  for (;;) {
    const keyStart = spaceEnd(json, at)
    if (json[keyStart] !== '"') return found
    const keyEnd = stringEnd(json, keyStart)
    const valueStart = spaceEnd(json, spaceEnd(json, keyEnd) + 1) // past the colon
    const valueEnd = endOf(json, valueStart)
    if (JSON.parse(json.slice(keyStart, keyEnd)) === name) found = json.slice(valueStart, valueEnd)
    const separator = spaceEnd(json, valueEnd)
    if (json[separator] !== ',') return found
    at = separator + 1
  }
}

function spaceEnd(json: string, from: number): number {
  let at = from
  while (json.charCodeAt(at) <= 0x20) at++
  return at
}

/** Where the string that begins at `from` ends: after its closing quote. */
function stringEnd(json: string, from: number): number {
  for (let at = from + 1; ; at++) {
    at = json.indexOf('"', at)
    if (at < 0) return json.length
    let slashes = 0
    while (json[at - 1 - slashes] === '\\') slashes++
    if (slashes % 2 === 0) return at + 1
  }
}

/** Where the value that begins at `from` ends. */
function endOf(json: string, from: number): number {
  const first = json[from]
  if (first === '"') return stringEnd(json, from)
  if (first !== '{' && first !== '[') {
    let at = from
    while (at < json.length && !/[\s,}\]]/.test(json[at] ?? ',')) at++
    return at
  }
  let depth = 0
  for (let at = from; at < json.length; at++) {
    const code = json.charCodeAt(at)
    if (code === 0x22) at = stringEnd(json, at) - 1
    else if (code === 0x7b || code === 0x5b) depth++
    else if ((code === 0x7d || code === 0x5d) && --depth === 0) return at + 1
  }
  return json.length
}
