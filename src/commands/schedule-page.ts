/** The scheduled work as a page: what, when, by whom and why. */
import { tasks } from '../../workers/schedule.js';
import { page, table } from './markdown.js';

const everyOf = (minutes: number): string =>
  minutes % 60 === 0 ? (minutes === 60 ? 'hour' : `${minutes / 60} hours`) : `${minutes} minutes`;

export const schedulePage = (): string =>
  page(
    'Scheduled work',
    'Done by the clock, once however many workers there are; late rather than not at all. `bin/habilis jobs --schedule` says when each was last begun.',
    table(
      ['task', 'every', 'by the automaton of', 'what', 'why'],
      tasks.map(({ name, minutes, by, what, why }) => [name, everyOf(minutes), by, what, why]),
    ),
  );
