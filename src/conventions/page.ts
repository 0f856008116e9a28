/** The convention as the parties read and sign it: French HTML, whole in itself. */
import { dayOf, frenchDay } from '../kernel/calendar.js';
import type { Day, Instant } from '../kernel/calendar.js';
import { facts, section, strong, text, typed } from '../kernel/document.js';
import type { Named } from '../identity/index.js';
import { spacedSiret, structureKindNames } from '../partners/index.js';
import type { AskedStructure } from './asked.js';
import type { Service } from './convention.js';
import { serviceNames } from './convention.js';
import { cafDuties, commonDuties, duration, duties, privacy, purposes } from './page/obligations.js';
import { styleWith } from './page/style.js';

export interface ConventionFields {
  /** `C-493-2026-0001` */
  reference: string;
  service: Service;
  caf: { code: string; name: string };
  partner: { siren: string; name: string };
  structures: readonly AskedStructure[];
  manager: Named;
  /** Its last day; none when it has no term. */
  termOn: Day | null;
  preparedAt: Instant;
}

/** @returns a document for the printer; the same fields give the same text */
export const conventionPage = (fields: ConventionFields): string => `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="date" content="${text(fields.preparedAt)}">
<title>Convention ${text(fields.reference)}</title>
<style>${styleWith(`Convention ${fields.reference}`)}</style>
</head>
<body>
<header>
<div><p class="caf">${text(fields.caf.name)}</p><p>Caisse d’allocations familiales, code ${text(fields.caf.code)}</p></div>
<p class="muted">Service Habilis<br>${fields.service}</p>
</header>
<main>
<h1>Convention de partenariat</h1>
<p class="lead">${serviceNames[fields.service]} (${fields.service})</p>
${identity(fields)}
${section('1. Les parties', parties(fields))}
${section('2. Objet', `<p>La présente convention fixe ${purposes[fields.service]}</p>`)}
${section('3. Structures concernées', structures(fields))}
${section('4. Personnes désignées', people(fields))}
${section('5. Engagements du partenaire', `<p>Le partenaire s’engage à&nbsp;:</p>${list([...duties[fields.service], ...commonDuties])}`)}
${section('6. Engagements de la Caf', `<p>La Caf s’engage à&nbsp;:</p>${list(cafDuties)}`)}
${section('7. Protection des données', `<p>${privacy}</p>`)}
${section(
  '8. Effet, durée et fin',
  duration(fields.termOn && frenchDay(fields.termOn))
    .map((sentence) => `<p>${sentence}</p>`)
    .join('\n'),
)}
<div class="signatures">
${section('9. Signatures', signatures(fields))}
</div>
</main>
</body>
</html>
`;

const list = (sentences: readonly string[]): string =>
  `<ul>\n${sentences.map((sentence) => `<li>${sentence}</li>`).join('\n')}\n</ul>`;

const nameOf = ({ civility, firstName, lastName }: Named): string => `${civility} ${firstName} ${lastName}`;

/** Without a break between the digits, as companies write it. */
const spacedSiren = (siren: string): string => siren.replace(/^(\d{3})(\d{3})/, '$1\u00a0$2\u00a0');

const identity = ({
  reference,
  structures,
  termOn,
  preparedAt,
}: ConventionFields): string => `<table class="identity">
<thead><tr><th scope="col">Référence</th><th scope="col">Structures</th><th scope="col">Établie le</th><th scope="col">Terme</th></tr></thead>
<tbody><tr><td>${text(reference)}</td><td>${structures.length}</td><td>${frenchDay(dayOf(new Date(preparedAt)))}</td><td>${termOn ? frenchDay(termOn) : 'Sans terme'}</td></tr></tbody>
</table>`;

const parties = ({ caf, partner }: ConventionFields): string => `<div class="sides">
<div><h3>La Caf</h3>
${facts([
  ['Nom', strong(caf.name)],
  ['Code', text(caf.code)],
])}</div>
<div><h3>Le partenaire</h3>
${facts([
  ['Nom', strong(partner.name)],
  ['SIREN', spacedSiren(text(partner.siren))],
])}</div>
</div>`;

const structureRow = ({ siret, kind, name, address, email, phone }: AskedStructure): string =>
  `<tr><td class="siret">${text(spacedSiret(siret))}</td>
<td>${strong(name)}<br><span class="small">${structureKindNames[kind]}</span></td>
<td>${address.map(typed).join('<br>')}</td>
<td>${typed(email)}<br>${typed(phone)}</td></tr>`;

const structures = ({ structures }: ConventionFields): string =>
  `<p>La convention porte sur ${structures.length > 1 ? `les ${structures.length} structures suivantes` : 'la structure suivante'}, et sur aucune autre.</p>
<table class="list structures">
<thead><tr><th scope="col">SIRET</th><th scope="col">Structure</th><th scope="col">Adresse</th><th scope="col">Contact</th></tr></thead>
<tbody>
${structures.map(structureRow).join('\n')}
</tbody>
</table>`;

const declarantRow = ({ name, siret, declarants }: AskedStructure): string =>
  `<tr><td>${strong(name)}<br><span class="small">${text(spacedSiret(siret))}</span></td>
<td class="named">${declarants.map((named) => `<p>${typed(nameOf(named))}<br><span class="small">${typed(named.email)}</span></p>`).join('')}</td></tr>`;

function declarants({ service, structures }: ConventionFields): string {
  if (service === 'PSU')
    return '<p>Le gestionnaire des habilitations désigne ensuite, pour chaque structure, les fournisseurs de données et les approbateurs.</p>';
  const named = structures.filter(({ declarants }) => declarants.length > 0);
  if (named.length === 0)
    return '<p>Aucun télédéclarant n’est désigné ici&nbsp;: le gestionnaire des habilitations en désigne au plus deux par structure.</p>';
  return `<p>Les télédéclarants, au plus deux par structure, sont&nbsp;:</p>
<table class="list">
<thead><tr><th scope="col">Structure</th><th scope="col">Télédéclarants</th></tr></thead>
<tbody>
${named.map(declarantRow).join('\n')}
</tbody>
</table>`;
}

const people = (
  fields: ConventionFields,
): string => `<p>Le gestionnaire des habilitations demande, au nom du partenaire, qui peut faire quoi dans chaque structure&nbsp;:</p>
${facts([
  ['Nom', strong(nameOf(fields.manager))],
  ['Courriel', typed(fields.manager.email)],
])}
${declarants(fields)}`;

const box = (party: string, name: string): string => `<div class="box">${strong(party)}
<p>${typed(name)}</p><p class="small">Nom et qualité du signataire&nbsp;:</p><p class="small">Date et signature, précédées de «&nbsp;lu et approuvé&nbsp;»&nbsp;:</p></div>`;

const signatures = ({
  caf,
  partner,
}: ConventionFields): string => `<p>Relisez la convention, signez-la, puis renvoyez-la numérisée en PDF dans Habilis, entière.</p>
<div class="sides">
${box('Pour le partenaire', partner.name)}
${box('Pour la Caf', caf.name)}
</div>`;
