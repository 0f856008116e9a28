/** The same attestation drawn by pdfkit, tagged: what one would write instead of a page. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Pdf from 'pdfkit';
import QRCode from 'qrcode';
import type { Sheet } from '../../src/attestations/page/seal.js';
import { linkOf } from '../../src/attestations/page/seal.js';

const require = createRequire(import.meta.url);
const font = (weight: number): Buffer =>
  readFileSync(require.resolve(`@fontsource/noto-sans/files/noto-sans-latin-${weight}-normal.woff`));
const fonts = { plain: font(400), bold: font(700) };

/** Millimetres, in points. */
const mm = (millimetres: number): number => (millimetres * 72) / 25.4;

type Line = [label: string, value: string];

const linesOf = ({ fields }: Sheet): [title: string, lines: Line[]][] => [
  [
    'Attestation',
    [
      ['Numéro', fields.number],
      ['Mois de garde', fields.month],
      ['Version', String(fields.version)],
    ],
  ],
  [
    'Structure',
    [
      ['Nom', fields.structure.name],
      ['Mode de garde', fields.structure.kind],
      ['SIRET', fields.structure.siret],
      ['Adresse', fields.structure.addressLines.join(', ')],
      ['Courriel', fields.structure.email ?? ''],
      ['Téléphone', fields.structure.phone ?? ''],
    ],
  ],
  ['Allocataire', [['Numéro', fields.allocataire]]],
  [
    'Enfant',
    [
      ['Nom', fields.child?.lastName ?? ''],
      ['Prénom', fields.child?.firstName ?? ''],
      ['Date de naissance', fields.child?.birthDate ?? ''],
    ],
  ],
  [
    'Garde du mois',
    [
      ['Total des heures', `${fields.hours} h`],
      ['dont heures spécifiques', `${fields.specificHours} h`],
      ['Montant payé par la famille', `${fields.amountCents / 100} €`],
      ['Fin de garde', 'non déclarée'],
    ],
  ],
  [
    'Déclaration',
    [
      ['Déclarée par', fields.declarant],
      ['Approuvée par', fields.approver],
      ['Dépôt', fields.deposit.reference],
    ],
  ],
];

const LAW =
  'La Caf vérifie l’exactitude des déclarations (article L. 114-19 du code de la sécurité sociale). La loi punit quiconque ' +
  'se rend coupable de fraude ou de fausse déclaration : articles L. 114-9, L. 583-3 et L. 114-17 du code de la sécurité sociale.';

function drawQr(pdf: PDFKit.PDFDocument, text: string): void {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const side = mm(30) / modules.size;
  for (let row = 0; row < modules.size; row += 1)
    for (let column = 0; column < modules.size; column += 1)
      if (modules.get(row, column)) pdf.rect(mm(160) + column * side, mm(230) + row * side, side, side);
  pdf.fill('#1b1f27');
}

export function drawn(sheet: Sheet): Promise<Buffer> {
  const title = `Attestation mensuelle de garde ${sheet.fields.number}`;
  const pdf = new Pdf({
    size: 'A4',
    margin: mm(17),
    tagged: true,
    lang: 'fr',
    displayTitle: true,
    info: { Title: title },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((settle) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => settle(Buffer.concat(chunks)));
  });
  pdf.registerFont('plain', fonts.plain).registerFont('bold', fonts.bold);
  const document = pdf.struct('Document');
  pdf.addStructure(document);
  const add = (type: string, draw: () => void) => document.add(pdf.struct(type, {}, draw));
  add('P', () => pdf.font('bold').fontSize(13).text(sheet.fields.caf.name));
  add('H1', () => pdf.font('bold').fontSize(21).text('Attestation mensuelle de garde'));
  for (const [heading, lines] of linesOf(sheet)) {
    add('H2', () => pdf.font('bold').fontSize(11).text(heading));
    const table = pdf.struct('Table');
    document.add(table);
    for (const [label, value] of lines) {
      const { y } = pdf;
      const row = pdf.struct('TR');
      table.add(row);
      row.add(pdf.struct('TH', {}, () => pdf.font('plain').fontSize(9.5).text(label, mm(17), y)));
      row.add(pdf.struct('TD', {}, () => pdf.font('bold').fontSize(9.5).text(value, mm(60), y)));
      row.end();
    }
    table.end();
    pdf.x = mm(17);
  }
  add('P', () => pdf.font('plain').fontSize(8).text(LAW));
  add('Figure', () => drawQr(pdf, linkOf(sheet)));
  document.end();
  pdf.end();
  return done;
}
