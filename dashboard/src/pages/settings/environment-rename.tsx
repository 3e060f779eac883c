import { type Environment, useRenameEnvironment } from '../../api/environments.ts'
import { toast } from '../../components/toast.tsx'
import { en } from '../../strings/en.ts'
import { OneField } from './one-field.tsx'

const words = en.settings.environments

/** Gives an environment another name. */
export function RenameEnvironment({ environment, onClose }: { environment: Environment; onClose: () => void }) {
  const rename = useRenameEnvironment(environment.dev_id)
  return (
    <OneField
      title={words.renaming.title(environment.name)}
      description={words.renaming.description}
      label={words.new.name}
      initial={environment.name}
      missing={words.new.nameWrong}
      submit={words.renaming.submit}
      busy={rename.isPending}
      error={rename.error}
      onClose={onClose}
      onSubmit={(name) =>
        rename.mutate(name, {
          onSuccess: () => {
            toast({ text: words.renaming.done(name) })
            onClose()
          },
        })
      }
    />
  )
}
