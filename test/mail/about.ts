/** The month that letters of the tests speak of. */
import type { About } from '../../src/mail/index.js';
import { about as example } from '../../src/commands/letter-examples.js';

export const about: About = { ...example, warnings: 0 };
