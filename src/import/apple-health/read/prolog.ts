/**
 * Makes the bytes of an export fit for an XML parser:
 * - a byte order mark is dropped;
 * - the DTD is not read at all. iOS 16 wrote one that is not well-formed, its comments hold `>` and quotes, and nothing
 *   in it is needed: from `<!DOCTYPE` to the root element all is left out. Within a DTD the root's name never stands
 *   right after a `<`. No entity can be declared this way, so none is ever expanded beyond the five of XML;
 * - so is what stands before the DTD: an XML declaration could only claim an encoding that Apple never writes;
 * - control characters that XML forbids (old exports hold vertical tabs in values) are cut out.
 */
export interface Prolog {
  /** The part of the bytes that goes to the parser; may be empty. The same buffer, changed in place if need be. */
  push(bytes: Buffer): Buffer
  /** Whether the root element was found. */
  readonly found: boolean
}

const root = Buffer.from('<HealthData')
const doctype = Buffer.from('<!DOCTYPE')

export function createProlog(): Prolog {
  let held: Buffer = Buffer.alloc(0)
  let found = false
  return {
    get found() {
      return found
    },
    push(bytes) {
      if (found) return stripControls(bytes)
      held = Buffer.concat([held, bytes])
      const at = rootAt(held)
      if (at < 0) return held.subarray(0, 0)
      found = true
      const rest = stripControls(held.subarray(at))
      held = Buffer.alloc(0)
      return rest
    },
  }
}

/** Position of the root element in the beginning of a file; −1 while it is not there, or not all of its name is. */
export function rootAt(bytes: Buffer): number {
  const declared = bytes.indexOf(doctype)
  let at = bytes.indexOf(root)
  // Without a DTD a comment could still name the element: what lies in a comment before the root is not the root.
  while (at >= 0) {
    const next = bytes[at + root.length]
    if (next === undefined) return -1
    const isName = next === 0x20 || next === 0x3e || next === 0x09 || next === 0x0a || next === 0x0d || next === 0x2f
    const isAfterDtd = declared >= 0 && declared < at
    if (isName && (isAfterDtd || !inComment(bytes, at))) return at
    at = bytes.indexOf(root, at + 1)
  }
  return -1
}

function inComment(bytes: Buffer, at: number): boolean {
  const opened = bytes.lastIndexOf('<!--', at)
  return opened >= 0 && !(bytes.lastIndexOf('-->', at) > opened)
}

/**
 * The bytes without the control characters that XML 1.0 forbids. Looks at four bytes at once and copies only when
 * there is something to cut, which is almost never.
 */
export function stripControls(bytes: Buffer): Buffer {
  const first = firstControl(bytes)
  if (first < 0) return bytes
  let to = first
  for (let from = first; from < bytes.length; from++) {
    const byte = bytes[from] ?? 0
    if (!isControl(byte)) bytes[to++] = byte
  }
  return bytes.subarray(0, to)
}

const isControl = (byte: number): boolean => byte < 0x20 && byte !== 0x0a && byte !== 0x09 && byte !== 0x0d

function firstControl(bytes: Buffer): number {
  const lead = (4 - (bytes.byteOffset & 3)) & 3
  if (bytes.length < lead) return bytes.findIndex(isControl)
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + lead, (bytes.length - lead) >> 2)
  const inWords = lead + words.length * 4
  for (let i = 0; i < lead; i++) if (isControl(bytes[i] ?? 0)) return i
  for (let w = 0; w < words.length; w++) {
    const word = words[w] ?? 0
    // Non-zero when one of the four bytes is below 0x20; line ends are, so those are looked at one by one.
    if (((word - 0x20202020) & ~word & 0x80808080) === 0) continue
    for (let i = lead + w * 4; i < lead + w * 4 + 4; i++) if (isControl(bytes[i] ?? 0)) return i
  }
  for (let i = inWords; i < bytes.length; i++) if (isControl(bytes[i] ?? 0)) return i
  return -1
}
