import { Unwritten } from '../unwritten.tsx'

export default function UserPage({ id }: { id: string; tab?: string | undefined }) {
  return <Unwritten title={id} />
}
