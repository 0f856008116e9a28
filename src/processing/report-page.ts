/** The processing report as a document to print: French HTML, tagged by its own headings and tables. */
import type { Instant } from '../kernel/calendar.js';
import { frenchDay, frenchInstant, frenchMonthName } from '../kernel/calendar.js';
import { documentStyle, facts, section, text, typed } from '../kernel/document.js';
import { frenchEuros } from '../kernel/money.js';
import { fontFamily } from '../kernel/printer.js';
import type { Report, ReportLine } from './report.js';
import { fateNames, fates } from './report.js';

export interface ReportAbout {
  caf: { name: string; code: string };
  structure: { name: string; siret: string };
  at: Instant;
}

const styleFor = (foot: string): string => `${documentStyle}
@page { size: A4 landscape; margin: 13mm 14mm 16mm;
  @bottom-left { content: ${JSON.stringify(foot)}; font: 8pt '${fontFamily}', sans-serif; color: #4a5365; }
  @bottom-right { content: 'Page ' counter(page) ' / ' counter(pages);
    font: 8pt '${fontFamily}', sans-serif; color: #4a5365; } }
/* Off the edge, where lines would be cut. */
body { padding: 0 0.4mm; }
h1 { margin-top: 5mm; }
h2 { break-after: avoid; }
.facts th { width: 60mm; }
.list { font-size: 8.5pt; }
.list th { font-size: 8pt; background: #f2f5fa; }
.list th, .list td { border: 0.6pt solid #9aa5b8; padding: 1mm 1.8mm; }
.list tr { break-inside: avoid; }
.list .figure { text-align: right; white-space: nowrap; }
`;

const known = (value: string | null): string => (value === null ? '' : typed(value));

const lineRow = ({ row, attestation, fate, detail }: ReportLine): string => {
  const { hours, amountCents, endOfCare } = row;
  const child = [row.lastName, row.firstName].filter((name) => name !== null).join(' ');
  return `<tr><th scope="row" class="figure">${row.number}</th>
<td>${known(row.allocataire)}</td><td>${typed(child)}</td>
<td class="figure">${hours ?? ''}</td><td class="figure">${amountCents === null ? '' : frenchEuros(amountCents)}</td>
<td>${endOfCare ? frenchDay(endOfCare) : ''}</td><td>${attestation ? text(attestation.number) : ''}</td>
<td>${fateNames[fate]}</td><td>${known(detail)}</td></tr>`;
};

const headers = [
  'Ligne',
  'Allocataire',
  'Enfant',
  'Heures',
  'Montant',
  'Fin de garde',
  'Attestation',
  'Suite donnée',
  'Précision',
];

const lines = (all: readonly ReportLine[]): string => `<table class="list">
<thead><tr>${headers.map((header) => `<th scope="col">${header}</th>`).join('')}</tr></thead>
<tbody>
${all.map(lineRow).join('\n')}
</tbody></table>`;

/** @returns a document for the printer; the same report at the same instant gives the same text */
export function reportPage(
  { declaration, counts, lines: all }: Report,
  { caf, structure, at }: ReportAbout,
): string {
  const { reference, month } = declaration;
  const title = `Bilan de traitement ${reference}`;
  const counted = fates.filter((fate) => counts[fate] > 0);
  return `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="date" content="${text(at)}">
<title>${text(title)}</title>
<style>${styleFor(title)}</style>
</head>
<body>
<header>
<div><p class="caf">${text(caf.name)}</p><p>Caisse d’allocations familiales, code ${text(caf.code)}</p></div>
<p class="muted">Service Habilis<br>État au ${text(frenchInstant(at))}</p>
</header>
<main>
<h1>Bilan de traitement</h1>
${section(
  'Déclaration',
  facts([
    ['Référence', text(reference)],
    ['Structure', `${typed(structure.name)}, SIRET ${text(structure.siret)}`],
    ['Mois de garde', text(frenchMonthName(month))],
    ['Lignes', String(all.length)],
    ...counted.map((fate): [string, string] => [fateNames[fate], String(counts[fate])]),
  ]),
)}
${section('Ligne par ligne', lines(all))}
</main>
</body>
</html>
`;
}
