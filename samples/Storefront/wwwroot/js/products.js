// What the shop sells, pictures included: plain shapes, so that the page asks nobody for an image.

const mug = `
  <g fill="none" stroke="#b9b1a4" stroke-width="3" stroke-linecap="round" opacity=".8">
    <path d="M84 36c-5-7 5-11 0-19"/><path d="M104 36c-5-7 5-11 0-19"/></g>
  <path d="M130 66h9a17 17 0 0 1 0 34h-10" fill="none" stroke="#3f6f63" stroke-width="9"/>
  <path d="M58 48h76v54a22 22 0 0 1-22 22H80a22 22 0 0 1-22-22Z" fill="#4f8476"/>
  <path d="M58 48h76v14H58Z" fill="#6ba192"/>
  <g stroke="#3f6f63" stroke-width="3"><path d="M70 70v38"/><path d="M83 70v44"/><path d="M96 70v46"/><path d="M109 70v44"/><path d="M122 70v38"/></g>`;

const throwBlanket = `
  <path d="M46 104h108v20H46Z" fill="#b5654a"/><path d="M42 84h112a10 10 0 0 1 0 20H42Z" fill="#d98d6f"/>
  <path d="M50 64h104a10 10 0 0 1 0 20H50Z" fill="#c77a5c"/><path d="M46 44h104a10 10 0 0 1 0 20H46Z" fill="#e3a184"/>
  <g stroke="#f4d9c8" stroke-width="3"><path d="M72 44v20"/><path d="M80 44v20"/><path d="M116 44v20"/><path d="M124 44v20"/></g>
  <g stroke="#b5654a" stroke-width="2.5" stroke-linecap="round"><path d="M56 124v8"/><path d="M70 124v8"/><path d="M84 124v8"/>
    <path d="M98 124v8"/><path d="M112 124v8"/><path d="M126 124v8"/><path d="M140 124v8"/></g>`;

const stool = `
  <g stroke="#9a6b3c" stroke-width="9" stroke-linecap="round"><path d="M74 56 60 128"/><path d="M126 56l14 72"/></g>
  <g stroke="#b98550" stroke-width="9" stroke-linecap="round"><path d="M88 58l-4 70"/><path d="M112 58l4 70"/></g>
  <path d="M66 98h68" stroke="#9a6b3c" stroke-width="6"/>
  <ellipse cx="100" cy="54" rx="54" ry="13" fill="#9a6b3c"/><ellipse cx="100" cy="47" rx="54" ry="13" fill="#d2a06a"/>
  <g fill="none" stroke="#b98550" stroke-width="2"><ellipse cx="100" cy="47" rx="36" ry="8"/><ellipse cx="100" cy="47" rx="18" ry="4"/></g>`;

const lamp = `
  <path d="M62 76h76l22 52H40Z" fill="#f6cf76" opacity=".38"/>
  <path d="M100 18v18" stroke="#59626f" stroke-width="4"/>
  <path d="M60 76a40 40 0 0 1 80 0Z" fill="#59626f"/><path d="M72 66a30 30 0 0 1 20-19" fill="none" stroke="#8a94a3" stroke-width="4" stroke-linecap="round"/>
  <path d="M84 76a16 14 0 0 0 32 0Z" fill="#f3b93f"/>`;

const fern = `
  <g fill="none" stroke="#3f7a4f" stroke-width="5" stroke-linecap="round">
    <path d="M100 92c0-30-2-48-2-66"/><path d="M100 92C96 66 80 48 60 42"/><path d="M100 92c4-26 20-44 42-50"/>
    <path d="M100 92C90 78 70 70 50 74"/><path d="M100 92c10-14 30-22 50-18"/></g>
  <g fill="#5f9f6c"><ellipse cx="98" cy="24" rx="7" ry="13"/><ellipse cx="58" cy="42" rx="13" ry="7" transform="rotate(22 58 42)"/>
    <ellipse cx="143" cy="42" rx="13" ry="7" transform="rotate(-22 143 42)"/><ellipse cx="48" cy="74" rx="12" ry="6"/><ellipse cx="152" cy="74" rx="12" ry="6"/>
    <ellipse cx="80" cy="56" rx="11" ry="6" transform="rotate(48 80 56)"/><ellipse cx="121" cy="56" rx="11" ry="6" transform="rotate(-48 121 56)"/></g>
  <path d="M70 92h60l-8 38H78Z" fill="#c98c5e"/><path d="M66 86h68v12H66Z" fill="#dba377"/>`;

const kettle = `
  <path d="M66 118C52 92 46 62 30 50" fill="none" stroke="#8a93a0" stroke-width="8" stroke-linecap="round"/>
  <path d="M136 64c28-6 30 40 2 42" fill="none" stroke="#4a515b" stroke-width="8" stroke-linecap="round"/>
  <path d="M72 54h56l14 68a8 8 0 0 1-8 8H66a8 8 0 0 1-8-8Z" fill="#a7b0bc"/>
  <path d="M84 54h14l-8 76H72Z" fill="#c9d0d9" opacity=".8"/>
  <path d="M70 54a30 16 0 0 1 60 0Z" fill="#8a93a0"/><circle cx="100" cy="34" r="6" fill="#4a515b"/>`;

export const products = [
  { slug: 'ridge-mug', name: 'Ridge mug', price: 24, note: 'Stoneware, thrown by hand', tint: 'sage', words: 'cup coffee tea', shapes: mug },
  { slug: 'wool-throw', name: 'Wool throw', price: 89, note: 'Undyed wool and madder', tint: 'rose', words: 'blanket sofa warm', shapes: throwBlanket },
  { slug: 'oak-stool', name: 'Oak stool', price: 140, note: 'One plank, three joints', tint: 'sand', words: 'seat chair wood', shapes: stool },
  { slug: 'dome-lamp', name: 'Dome lamp', price: 115, note: 'Spun steel, warm light', tint: 'dusk', words: 'light pendant', shapes: lamp },
  { slug: 'house-fern', name: 'House fern', price: 32, note: 'Likes shade and company', tint: 'sage', words: 'plant green pot', shapes: fern },
  { slug: 'slow-kettle', name: 'Slow kettle', price: 68, note: 'For those who pour', tint: 'sky', words: 'coffee tea water', shapes: kettle },
];

export const productOf = slug => products.find(product => product.slug === slug);

export const picture = product => `<svg viewBox="0 0 200 150" aria-hidden="true">${product.shapes}</svg>`;

export const shelf = `
  <rect x="18" y="152" width="284" height="9" rx="3" fill="#b98550"/>
  <path d="M52 161v16M268 161v16" stroke="#9a6b3c" stroke-width="7" stroke-linecap="round"/>
  <circle cx="232" cy="58" r="44" fill="#f6cf76" opacity=".45"/>
  <svg x="4" y="42" width="150" height="113" viewBox="0 0 200 134">${fern}</svg>
  <svg x="112" y="72" width="112" height="84" viewBox="0 0 200 134">${kettle}</svg>
  <svg x="206" y="84" width="96" height="72" viewBox="0 0 200 126">${mug}</svg>`;
