/** What the letters about messages must say, word for word. */
import { about } from '../../src/commands/letter-examples.js';
import { messageToCaf, messageToPartner } from '../../src/mail/index.js';

const says = (from: string): string[] => [
  'Un message vous attend',
  'Bonjour Madame Nadia Ferrand,',
  `${from} vous a écrit au sujet de cette déclaration.`,
  'Référence : D-493-202610-0007',
  'Structure : Micro-crèche Pirouette',
  'Mois : octobre 2026',
  'Connectez-vous pour le lire et y répondre. Tant que vous ne l’avez pas lu, aucun autre courrier ne vous est envoyé pour cet échange.',
  'Ouvrir Habilis : https://habilis.caf.example',
];
const subject = 'Un message vous attend : Micro-crèche Pirouette, octobre 2026';

export const messageLetters = {
  messageToPartner: { letter: messageToPartner(about), subject, says: says('La Caf de Maine-et-Loire') },
  messageToCaf: { letter: messageToCaf(about), subject, says: says('La structure Micro-crèche Pirouette') },
};
