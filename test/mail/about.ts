/** The month that letters of the tests speak of. */
import type { About } from '../../src/mail/index.js';

export const about: About = {
  reference: 'D-493-202610-0007',
  month: 'octobre 2026',
  structure: 'Micro-crèche Pirouette',
  caf: 'Caf de Maine-et-Loire',
  declared: 8,
  setAside: 1,
  warnings: 0,
  home: 'https://habilis.caf.example',
};
