import { chooseEnvironment } from '../../api/environment.ts'
import { type NewEnvironment, useCreateEnvironment } from '../../api/environments.ts'
import { Button } from '../../components/button.tsx'
import { en } from '../../strings/en.ts'
import { OneField } from './one-field.tsx'
import { ShownOnce } from './shown-once.tsx'

const words = en.settings.environments
const says = words.new

/** Makes an environment, then shows its dev-id and its first key, this once. */
export function NewEnvironmentDialog({ onClose }: { onClose: () => void }) {
  const create = useCreateEnvironment()
  return (
    <OneField
      title={says.title}
      description={says.description}
      label={says.name}
      hint={says.nameHint}
      missing={says.nameWrong}
      submit={says.submit}
      busy={create.isPending}
      error={create.error}
      onSubmit={(name) => create.mutate(name)}
      onClose={onClose}
      after={create.data && madeOf(create.data, onClose)}
    />
  )
}

const madeOf = (made: NewEnvironment, onClose: () => void) => ({
  title: says.madeTitle(made.name),
  description: says.once,
  content: (
    <div className="flex flex-col gap-3">
      <ShownOnce label={says.devId} text={made.dev_id} copy={says.copyDevId} />
      <ShownOnce label={says.key} text={made.api_key} copy={says.copyKey} />
    </div>
  ),
  footer: (
    <>
      <Button onClick={onClose}>{says.done}</Button>
      <Button
        look="primary"
        onClick={() => {
          onClose()
          chooseEnvironment(made.dev_id)
        }}
      >
        {words.show}
      </Button>
    </>
  ),
})
