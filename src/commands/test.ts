/** The tests, on both engines. */
import type { Command } from './command.js';

export const test: Command = {
  summary: 'passe les tests sur les deux moteurs',
  usage: '[--engine sqlite|mariadb|all] [options de jest]',
  help: [
    '--engine sqlite|mariadb|all   le moteur (les deux par défaut) ; MariaDB est lancée à part, puis arrêtée',
    'Le reste est transmis à jest : un motif de fichier, -t « un titre »…',
  ],
  raw: true,
  async run({ args }) {
    const { runTests } = await import('../../test/run.js');
    return runTests(args);
  },
};
