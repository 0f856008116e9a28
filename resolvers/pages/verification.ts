/** The page on which anybody checks an attestation: what is found of its code, what to compare, and a form. */
import type { Verification } from '../../src/attestations/index.js';
import { KEY_WITHDRAWN_NOTE, verdicts } from '../../src/attestations/index.js';
import { frenchDay, frenchInstant, frenchMonthName } from '../../src/kernel/calendar.js';
import { frenchEuros } from '../../src/kernel/money.js';
import { spacedSiret } from '../../src/partners/index.js';
import { verifyPath } from '../addresses.js';
import { escaped } from './notice.js';
import { style } from './style.js';

/** What the page tells, besides its form. */
export interface Told {
  verification?: Verification;
  /** A refusal, in French: of the code or, beside a verdict, of what would show that one holds the document. */
  refused?: string;
  /** What was typed, whose slips are put right in place. */
  code?: string;
}

type Fact = [label: string, value: string];

const list = (facts: Fact[]): string =>
  `<dl>${facts.map(([label, value]) => `<div><dt>${label}</dt><dd>${escaped(value)}</dd></div>`).join('\n')}</dl>`;

const facts = ({ shown, replacedBy, endedAt }: Verification): string =>
  shown
    ? list([
        ['Numéro', `${shown.number}, version ${shown.version}`],
        ['Mois de garde', frenchMonthName(shown.month)],
        ['Structure', `${shown.structure.name} (${shown.structure.kind})`],
        ['SIRET', spacedSiret(shown.structure.siret)],
        ['Caf', shown.caf.name],
        ['Émise le', frenchInstant(shown.issuedAt)],
        ...(replacedBy ? ([['Version en vigueur', String(replacedBy)]] as Fact[]) : []),
        ...(endedAt ? ([['Ne vaut plus depuis le', frenchInstant(endedAt)]] as Fact[]) : []),
      ])
    : '';

const alert = (refused: string): string =>
  `<p class="refused" role="alert" id="refused">${escaped(refused)}</p>`;

/** What helps to fill a field, and what was refused of it. */
const described = (hint: string, refused?: string): string =>
  refused ? ` aria-describedby="${hint} refused" aria-invalid="true"` : ` aria-describedby="${hint}"`;

const compared = ({ compared: care }: Verification): string =>
  care
    ? `<h2>Ce que l’attestation dit</h2>
<p>Si le document que vous tenez dit autre chose, il a été modifié.</p>
${list([
  ['Total des heures', `${care.hours} h`],
  ['Dont heures spécifiques', `${care.specificHours} h`],
  ['Montant payé par la famille', frenchEuros(care.amountCents)],
  ['Fin de garde', care.endOfCare ? frenchDay(care.endOfCare) : 'non déclarée'],
  [
    'Enfant',
    care.child
      ? `${care.child.initials}, né(e) le ${frenchDay(care.child.birthDate)}`
      : 'sans objet (garde à domicile)',
  ],
])}`
    : '';

const holding = ({ code, shown, compared: care }: Verification, refused?: string): string =>
  code && shown && !care
    ? `<h2>Comparez les heures et le montant</h2>
<p>Un document peut porter un code authentique et un montant modifié. Montrez que vous tenez le document : les heures et le montant de l’attestation vous sont dits.</p>
${refused ? alert(refused) : ''}
<form method="post" action="${verifyPath}">
<input type="hidden" name="code" value="${escaped(code)}">
<label for="allocataire">Numéro d’allocataire</label>
<p class="hint" id="allocataire-hint">Les sept chiffres imprimés sur le document</p>
<input id="allocataire" name="allocataire" type="text" inputmode="numeric" autocomplete="off" required${described('allocataire-hint', refused)}>
<button>Voir les heures et le montant</button>
</form>`
    : '';

const verdict = (verification: Verification, refused?: string): string => {
  const { genuine, title, says } = verdicts[verification.verdict];
  const kind = genuine && verification.verdict !== 'withdrawn' ? 'done' : 'refused';
  return `<section>
<h1>${title}</h1>
<p class="${kind}">${says}</p>
${verification.keyWithdrawn ? `<p class="refused">${KEY_WITHDRAWN_NOTE}</p>` : ''}
${facts(verification)}
${compared(verification)}
${holding(verification, refused)}
</section>`;
};

const asking = ({ verification, refused, code = '' }: Told): string => `<section>
${verification ? '<h2>Vérifiez une autre attestation</h2>' : '<h1>Vérifiez une attestation</h1>'}
${refused && !verification ? alert(refused) : ''}
<form method="post" action="${verifyPath}">
<label for="code">Code du document</label>
<p class="hint" id="code-hint">Six groupes de cinq lettres et chiffres, imprimés à côté du QR code</p>
<input id="code" name="code" type="text" value="${escaped(code)}" autocomplete="off" autocapitalize="characters" spellcheck="false" required${described('code-hint', verification ? undefined : refused)}>
<button>Vérifier</button>
</form>
</section>`;

const titleOf = ({ verification, refused }: Told): string => {
  if (verification) return verdicts[verification.verdict].title;
  return refused ? 'Code à relire' : 'Vérifiez une attestation';
};

export const verificationPage = (told: Told): string => `<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${titleOf(told)} – Habilis</title>
<style>${style}</style>
</head>
<body>
<header>Habilis</header>
<main>
${told.verification ? verdict(told.verification, told.refused) : ''}
${asking(told)}
</main>
</body>
</html>
`;
