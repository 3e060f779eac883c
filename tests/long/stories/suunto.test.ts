import { suunto } from '../../../src/sandbox/doubles/suunto.ts'
import { tellStory } from './story.ts'

tellStory(suunto)
