/** How the attestation looks: the look of printed documents, on one page, off the edge where lines would be cut. */
import { documentStyle } from '../../kernel/document.js';

export const style = `${documentStyle}
@page { size: A4; margin: 15mm 17mm 12mm; }
.sheet { min-height: 269mm; padding: 0 0.4mm; display: flex; flex-direction: column;
  overflow-wrap: break-word; }
.sheet + .sheet { break-before: page; }
main { flex: 1; }
h1 { margin-top: 6mm; }
.identity { margin: 4mm 0 5.5mm; }
section { margin-bottom: 4.5mm; }
.sides { display: flex; }
.sides > * { flex: 1; min-width: 0; }
.fact { display: flex; padding: 0.7mm 0; text-align: left; }
.fact > :first-child { flex: none; width: 32mm; padding-right: 3mm; color: #4a5365; }
.fact > :last-child { flex: 1; min-width: 0; }

.care { margin-top: 2mm; }
.care th { width: 23%; padding: 1.2mm 3mm; font-size: 8.5pt; background: #f2f5fa; }
.care th:nth-child(3) { width: 31%; }
.care td { padding: 1.8mm 3mm; font-size: 13pt; line-height: 1.2; font-weight: 700; white-space: nowrap; }
.care td.none { font-size: 9.5pt; font-weight: 400; vertical-align: middle; }
.care th, .care td { border: 0.6pt solid #9aa5b8; }
.note-below { margin-top: 1.2mm; font-size: 8pt; color: #4a5365; }

.law { font-size: 8pt; line-height: 1.4; padding-left: 3mm; border-left: 1.5pt solid #9aa5b8; color: #333b49; }
.seal { display: flex; gap: 4mm; align-items: center; padding: 1mm 3mm 1mm 1mm; border: 0.6pt solid #1f3763; break-inside: avoid; }
.seal section { flex: 1; min-width: 0; margin: 0; }
.seal h2 { margin: 0 0 0.6mm; padding: 0; border: 0; }
.seal a { color: inherit; text-decoration: none; }
.qr { flex: none; line-height: 0; }
.qr svg { width: 25mm; height: 25mm; }
.code { font-size: 12.5pt; line-height: 1.5; font-weight: 700; letter-spacing: 0.6pt; white-space: nowrap; }
.seal .note-below { margin: 0; }
.dense { font-size: 8pt; line-height: 1.25; }
.dense .sides { display: block; }
.dense .caf { font-size: 9.5pt; }
.dense h1 { font-size: 14pt; margin-top: 2mm; margin-bottom: 0.5mm; }
.dense .identity { margin: 1.5mm 0 2mm; }
.dense .identity th { padding-top: 1mm; }
.dense .identity td { padding-bottom: 1mm; font-size: 10pt; }
.dense .identity td.note { font-size: 8pt; }
.dense section { margin-bottom: 2.2mm; }
.dense h2 { font-size: 9.5pt; margin-bottom: 0.6mm; padding-bottom: 0.3mm; }
.dense .fact { padding-top: 0.15mm; padding-bottom: 0.15mm; }
.dense .care { margin-top: 1mm; }
.dense .care th { padding: 0.6mm 3mm; }
.dense .care td { padding: 0.8mm 3mm; font-size: 11pt; }
.dense .note-below { margin-top: 0.6mm; font-size: 7.5pt; }
.dense .law { font-size: 7.5pt; line-height: 1.2; }
.dense .seal { padding-top: 0; padding-bottom: 0; }
.dense .qr svg { width: 23mm; height: 23mm; }
.dense .code { font-size: 11pt; line-height: 1.3; }
.dense footer { margin-top: 1.5mm; padding-top: 1mm; }

footer { margin-top: 4mm; padding-top: 2mm; border-top: 0.6pt solid #9aa5b8; font-size: 8pt; color: #4a5365;
  display: flex; justify-content: space-between; gap: 6mm; }
`;
