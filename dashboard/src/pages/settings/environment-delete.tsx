import { type Environment, useDeleteEnvironment, useEnvironmentDetail } from '../../api/environments.ts'
import { Confirm } from '../../components/confirm.tsx'
import { toast } from '../../components/toast.tsx'
import { en } from '../../strings/en.ts'

const words = en.settings.environments.deleting

/** Asks for the name, says how much goes, and deletes an environment. */
export function DeleteEnvironment({ environment, onClose }: { environment: Environment; onClose: () => void }) {
  const { dev_id: devId, name } = environment
  const remove = useDeleteEnvironment(devId)
  const { data, error } = useEnvironmentDetail(devId, remove.isIdle)
  return (
    <Confirm
      open
      danger
      onClose={onClose}
      verb={words.verb}
      object={name}
      typeName={name}
      consequence={error?.message ?? (data ? words.what(data.counts, data.counts.has_more_events) : words.counting)}
      onConfirm={async () => {
        await remove.mutateAsync()
        toast({ text: words.done(name) })
      }}
    />
  )
}
