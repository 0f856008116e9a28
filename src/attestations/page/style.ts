/** How the attestation looks: sober, one ink and one accent, readable when printed in black or photocopied. */
import { fontFamily } from '../../kernel/printer.js';

export const style = `
@page { size: A4; margin: 15mm 17mm 12mm; }
* { box-sizing: border-box; margin: 0; padding: 0; }
body { font: 9.5pt/1.4 '${fontFamily}', sans-serif; color: #1b1f27; min-height: 269mm;
  display: flex; flex-direction: column; overflow-wrap: anywhere; font-variant-numeric: lining-nums tabular-nums; }
main { flex: 1; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 400; color: #4a5365; }
th, td { vertical-align: top; }

header { display: flex; justify-content: space-between; align-items: flex-end; gap: 10mm;
  padding-bottom: 3mm; border-bottom: 1.5pt solid #1f3763; }
.caf { font-size: 13pt; line-height: 1.25; font-weight: 700; color: #1f3763; }
.muted { color: #4a5365; }
header div { min-width: 0; }
header .muted { flex: none; text-align: right; }

h1 { font-size: 21pt; line-height: 1.2; margin: 8mm 0 1.5mm; color: #1f3763; letter-spacing: -0.2pt; }
.identity { margin: 5mm 0 7mm; border: 0.6pt solid #1f3763; background: #f2f5fa; }
.identity th { padding: 2mm 4mm 0; font-size: 8pt; }
.identity td { padding: 0 4mm 2mm; font-weight: 700; font-size: 12pt; white-space: nowrap; }
.identity td.note { font-weight: 400; font-size: 9.5pt; vertical-align: bottom; }

.sides { display: grid; grid-template-columns: 1fr 1fr; column-gap: 9mm; }
section { margin-bottom: 5mm; }
h2 { font-size: 11pt; line-height: 1.3; color: #1f3763; padding-bottom: 0.8mm; margin-bottom: 1.2mm;
  border-bottom: 0.6pt solid #9aa5b8; }
.facts th { width: 32mm; padding: 0.7mm 3mm 0.7mm 0; }
.facts td { padding: 0.7mm 0; }
.strong { font-weight: 700; }

.care { margin-top: 2mm; }
.care th { width: 23%; padding: 1.2mm 3mm; font-size: 8.5pt; background: #f2f5fa; }
.care th:nth-child(3) { width: 31%; }
.care td { padding: 1.8mm 3mm; font-size: 13pt; line-height: 1.2; font-weight: 700; white-space: nowrap; }
.care td.none { font-size: 9.5pt; font-weight: 400; vertical-align: middle; }
.care th, .care td { border: 0.6pt solid #9aa5b8; }
.note-below { margin-top: 1.2mm; font-size: 8pt; color: #4a5365; }

.law { font-size: 8pt; line-height: 1.4; padding-left: 3mm; border-left: 1.5pt solid #9aa5b8; color: #333b49; }
.dense { font-size: 8pt; line-height: 1.25; }
.dense .sides { display: block; }
.dense .caf { font-size: 9.5pt; }
.dense h1 { font-size: 16pt; margin-top: 4mm; }
.dense .identity { margin: 3mm 0 4mm; }
.dense section { margin-bottom: 3mm; }
.dense .facts th, .dense .facts td { padding-top: 0.3mm; padding-bottom: 0.3mm; }
.dense .law { line-height: 1.25; }

footer { margin-top: 4mm; padding-top: 2mm; border-top: 0.6pt solid #9aa5b8; font-size: 8pt; color: #4a5365;
  display: flex; justify-content: space-between; gap: 6mm; }
`;
