import { Unwritten } from '../unwritten.tsx'

export default function GeneratePage() {
  return <Unwritten title="Generate" />
}
