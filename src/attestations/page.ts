/** The attestation as people read it: one A4 page of French HTML, made from the frozen fields only; a lot is one document. */
import { ageAt, frenchDay, frenchInstant, frenchMonthName, lastDayOf } from '../kernel/calendar.js';
import type { PrintedFact } from '../kernel/document.js';
import { section, strong, text, typed } from '../kernel/document.js';
import type { Cents } from '../kernel/money.js';
import { frenchEuros } from '../kernel/money.js';
import type { Piece } from '../kernel/printer.js';
import { spacedSiret } from '../partners/index.js';
import type { AttestationFields } from './fields.js';
import type { Sheet } from './page/seal.js';
import { linkOf, sealPart } from './page/seal.js';
import { style } from './page/style.js';

/** Names this page, wording and look. Once an attestation was issued with it, a change here is a new version. */
export const templateVersion = '2026-2';

/** @returns a document for the printer, an A4 page for each; the same fields and seal give the same text */
export const attestationPages = (all: readonly Sheet[]): string => `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="date" content="${text(all[0]!.fields.issuedAt)}">
<title>${text(titleOf(all[0]!.fields))}</title>
<style>${style}</style>
</head>
<body>
${all.map(drawn).join('\n')}
</body>
</html>
`;

/** What the file of an attestation is called by whoever opens it. */
const titleOf = ({ number }: AttestationFields): string => `Attestation mensuelle de garde ${number}`;

/** What becomes of its sheet, and what it says by which it proves whose it is: its number and its own address of verification. */
export const pieceOf = (sheet: Sheet): Piece => ({
  title: titleOf(sheet.fields),
  date: sheet.fields.issuedAt,
  marks: [sheet.fields.number, linkOf(sheet)],
});

function drawn(sheet: Sheet): string {
  const { fields } = sheet;
  return `<article class="${isDense(fields) ? 'sheet dense' : 'sheet'}">
<header>
<div><p class="caf">${text(fields.caf.name)}</p><p>Caisse d’allocations familiales, code ${text(fields.caf.code)}</p></div>
<p class="muted">Complément de libre choix<br>du mode de garde (CMG)</p>
</header>
<main>
<h1>Attestation mensuelle de garde</h1>
<p>${lead(fields)}</p>
${identity(fields)}
<div class="sides">
${section('Structure', structure(fields))}
<div>
${section('Allocataire', facts([['Numéro', strong(fields.allocataire)]]))}
${section('Enfant', child(fields))}
</div>
</div>
${section('Garde du mois', care(fields))}
${section('Déclaration', declaration(fields))}
${law}
</main>
${sealPart(sheet)}
${footer(fields)}
</article>`;
}

/** Lines that a text takes where so many letters fit, even if all are capital W. */
const linesOf = (value: string | null, letters: number): number =>
  Math.max(1, Math.ceil((value ?? '').length / letters));

/** Letters in a line of a column, of the whole width, and of the head of the page. */
const COLUMN = 15;
const WIDTH = 45;
const HEAD = 28;

/** Lines that two columns and large letters have room for, whatever they are. */
const ROOM = 18;

/** Whether the page gives up its two columns and large letters to stay one page. */
function isDense({ caf, structure, child, declarant, approver }: AttestationFields): boolean {
  const { name, kind, addressLines, email, phone } = structure;
  const sum = (texts: readonly (string | null)[], letters: number) =>
    texts.reduce<number>((lines, each) => lines + linesOf(each, letters), 0);
  const left = sum([name, kind, ...addressLines, email, phone], COLUMN) + 1;
  // The allocataire, another heading, the birth date and the age beside the names.
  const right = child ? sum([child.lastName, child.firstName], COLUMN) + 5 : 0;
  const below = sum([declarant, approver], WIDTH) + 2;
  return Math.max(left, right) + below + linesOf(caf.name, HEAD) > ROOM;
}

/** Lines and not a table: a third of what a page costs to print were the cells of its facts; what is one element needs no other. */
const facts = (all: readonly PrintedFact[]): string =>
  all.map(([label, element]) => `<p class="fact"><span>${label}</span>${element}</p>`).join('\n');

const said = (html: string): string => `<span>${html}</span>`;

const lead = ({ version }: AttestationFields): string =>
  `La structure désignée ci-dessous a déclaré la garde suivante, pour cet allocataire et pour ce mois.${
    version > 1 ? ' Cette version remplace les précédentes.' : ''
  }`;

const identity = ({
  number,
  version,
  month,
  issuedAt,
}: AttestationFields): string => `<table class="identity">
<thead><tr><th scope="col">Numéro</th><th scope="col">Mois de garde</th><th scope="col">Version ${version}</th></tr></thead>
<tbody><tr><td>${text(number)}</td><td>${frenchMonthName(month)}</td>
<td class="note">émise le ${frenchInstant(issuedAt)}</td></tr></tbody>
</table>`;

const structure = ({
  structure: { name, siret, kind, addressLines, email, phone },
}: AttestationFields): string =>
  facts([
    ['Nom', strong(name)],
    ['Mode de garde', typed(kind)],
    ['SIRET', said(text(spacedSiret(siret)))],
    ['Adresse', said(addressLines.map(typed).join('<br>'))],
    ['Courriel', email === null ? said('non communiqué') : typed(email)],
    ['Téléphone', phone === null ? said('non communiqué') : typed(phone)],
  ]);

const noChild = `<p>Sans objet&nbsp;: la garde à domicile est déclarée pour la famille, et non par enfant.</p>`;

const child = ({ child, month }: AttestationFields): string => {
  if (!child) return noChild;
  const { lastName, firstName, birthDate } = child;
  const end = lastDayOf(month);
  return facts([
    ['Nom', strong(lastName)],
    ['Prénom', strong(firstName)],
    ['Date de naissance', said(frenchDay(birthDate))],
    ['Âge', said(`${age(ageAt(birthDate, end))} au ${frenchDay(end)}`)],
  ]);
};

const age = (years: number): string => {
  if (years < 1) return 'moins d’un an';
  return years === 1 ? '1&nbsp;an' : `${years}&nbsp;ans`;
};

/** The typeface has no narrow space: drawn by two glyphs that no copy reads back, it is a plain one here. */
const amount = (cents: Cents): string => frenchEuros(cents).replaceAll('\u202f', '\u00a0');

const care = ({
  hours,
  specificHours,
  amountCents,
  endOfCare,
}: AttestationFields): string => `<table class="care">
<thead><tr><th scope="col">Total des heures</th><th scope="col">dont heures spécifiques</th>
<th scope="col">Montant payé par la famille</th><th scope="col">Fin de garde</th></tr></thead>
<tbody><tr><td>${hours}&nbsp;h</td><td>${specificHours}&nbsp;h</td><td>${amount(amountCents)}</td>
${endOfCare === null ? '<td class="none">non déclarée</td>' : `<td>${frenchDay(endOfCare)}</td>`}</tr></tbody>
</table>
<p class="note-below">Heures entières, arrondies à l’heure inférieure. Heures spécifiques&nbsp;: de 22&nbsp;h à 6&nbsp;h, le dimanche
et les jours fériés.</p>`;

const declaration = ({ declarant, approver, approvedAt, deposit }: AttestationFields): string =>
  facts([
    ['Déclarée par', typed(declarant)],
    ['Approuvée par', typed(approver)],
    ['Approuvée le', said(`${frenchInstant(approvedAt)} (heure de Paris)`)],
    ['Dépôt', said(`${text(deposit.reference)}, version ${deposit.version}`)],
  ]);

/** The warning that the declarant accepts with each deposit. */
const law = `<p class="law">La Caf vérifie l’exactitude des déclarations (article L.&nbsp;114-19 du code de la sécurité sociale).
La loi punit quiconque se rend coupable de fraude ou de fausse déclaration&nbsp;: articles L.&nbsp;114-9 (dépôt de plainte de
la caisse, pouvant aboutir à un travail d’intérêt général, une amende ou une peine de prison), L.&nbsp;583-3 et
L.&nbsp;114-17 (prononcé de pénalités) du code de la sécurité sociale, sans préjudice des sanctions pénales encourues.</p>`;

const footer = (fields: AttestationFields): string => `<footer>
<p>Attestation ${text(fields.number)}, version ${fields.version}</p>
<p>Modèle ${text(fields.templateVersion)}</p>
<p>Page 1/1</p>
</footer>`;
