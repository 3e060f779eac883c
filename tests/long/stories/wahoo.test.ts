import { wahoo } from '../../../src/sandbox/doubles/wahoo.ts'
import { tellStory } from './story.ts'

tellStory(wahoo)
