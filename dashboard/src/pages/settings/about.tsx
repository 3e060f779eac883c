import { Unwritten } from '../unwritten.tsx'

export default function AboutPage() {
  return <Unwritten title="About" />
}
