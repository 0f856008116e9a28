/** How the pages look: no image, no font from elsewhere, readable at any size. */
export const style = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #f2f5fa; color: #1b1f27; font: 1.125rem/1.5 Arial, Helvetica, sans-serif; }
header, main { max-width: 36rem; margin: 0 auto; padding: 1.5rem; }
header { padding-bottom: 0; color: #1f3763; font-weight: bold; }
main { margin-bottom: 2rem; }
section { padding: 1.5rem; border-top: 4px solid #1f3763; background: #ffffff; }
[hidden] { display: none; }
h1 { margin: 0 0 1rem; color: #1f3763; font-size: 1.6rem; line-height: 1.25; }
h1:focus, p:focus { outline: none; }
p, ul { margin: 0 0 1rem; }
section > :last-child { margin-bottom: 0; }
ul { padding-left: 1.25rem; }
label { display: block; margin-bottom: 0.25rem; font-weight: bold; }
.check { display: flex; gap: 0.5rem; align-items: center; margin: 0.75rem 0 0; font-weight: normal; }
.check input { width: 1.25rem; height: 1.25rem; margin: 0; }
.hint { margin-bottom: 0.5rem; color: #4a5365; font-size: 1rem; }
input[type="email"], input[type="password"], input[type="text"] {
  width: 100%; padding: 0.6rem; border: 2px solid #4a5365; border-radius: 0; background: #ffffff; color: inherit; font: inherit;
}
input[aria-invalid="true"] { border-color: #a3123a; }
button { margin-top: 1.5rem; padding: 0.7rem 1.25rem; border: 2px solid #1f3763; background: #1f3763; color: #ffffff; font: inherit; font-weight: bold; cursor: pointer; }
button:hover { background: #14264a; }
button:disabled { opacity: 0.6; cursor: progress; }
a { color: #1f3763; font-weight: bold; }
:focus-visible { outline: 3px solid #0a6ed1; outline-offset: 2px; }
.refused { margin: 0 0 1rem; padding: 0.75rem 1rem; border-left: 4px solid #a3123a; background: #fdf0f3; }
.done { padding: 0.75rem 1rem; border-left: 4px solid #1d6b3a; background: #eff8f2; }
.refused:empty { display: none; }
dl { margin: 0 0 1.5rem; }
dl div { padding: 0.5rem 0; border-bottom: 1px solid #d5dae4; }
dt { color: #4a5365; font-size: 1rem; }
dd { margin: 0; font-weight: bold; overflow-wrap: anywhere; }
h2 { margin: 1.5rem 0 0.5rem; color: #1f3763; font-size: 1.25rem; }
section > h2:first-child { margin-top: 0; }
form + form, section + section { margin-top: 1.5rem; }
`;
