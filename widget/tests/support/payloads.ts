/** Texts that would run `__xss()` in a page that takes them for HTML, for Markdown with HTML, or for an address to follow. */

const RUN = "window.__xss=1";
const TAGS = [
  `<script>${RUN}</script>`, `<script src=data:text/javascript,${RUN}></script>`, `<img src=x onerror="${RUN}">`, `<img src=x onerror=${RUN}//`,
  `<svg onload="${RUN}">`, `<svg/onload=${RUN}>`, `<svg><script>${RUN}</script></svg>`, `<svg><animate onbegin=${RUN} attributeName=x dur=1s>`,
  `<body onload=${RUN}>`, `<iframe src="javascript:${RUN}"></iframe>`, `<iframe srcdoc="<script>parent.__xss=1</script>"></iframe>`,
  `<object data="javascript:${RUN}"></object>`, `<embed src="javascript:${RUN}">`, `<details open ontoggle=${RUN}>x</details>`,
  `<video><source onerror="${RUN}"></video>`, `<audio src=x onerror=${RUN}>`, `<input autofocus onfocus=${RUN}>`, `<select autofocus onfocus=${RUN}>`,
  `<textarea autofocus onfocus=${RUN}>`, `<marquee onstart=${RUN}>x</marquee>`, `<div onpointerover=${RUN}>x</div>`, `<a href="javascript:${RUN}">x</a>`,
  `<form action="javascript:${RUN}"><button>x</button></form>`, `<button formaction="javascript:${RUN}">x</button>`, `<base href="javascript:/">`,
  `<link rel=stylesheet href="data:text/css,*{color:red}">`, `<style>@import "data:text/css,*{color:red}";</style>`, `<meta http-equiv=refresh content="0;url=javascript:${RUN}">`,
  `<math><mtext><table><mglyph><style><img src=x onerror=${RUN}>`, `<math><mi//xlink:href="data:x,<script>${RUN}</script>">`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`, `<template><img src=x onerror=${RUN}></template>`, `<svg><use href="data:image/svg+xml,<svg id=x onload=${RUN}>#x"/></svg>`,
  `"><img src=x onerror=${RUN}>`, `' onmouseover='${RUN}`, `--><img src=x onerror=${RUN}>`, `]]><img src=x onerror=${RUN}>`, `</textarea><img src=x onerror=${RUN}>`,
  `<scr<script>ipt>${RUN}</script>`, `<SCRIPT>${RUN}</SCRIPT>`, `<img/src/onerror=${RUN}>`, `<img src="x\`\`onerror=${RUN}">`, `\u003cimg src=x onerror=${RUN}\u003e`,
  `&lt;img src=x onerror=${RUN}&gt;`, `&#60;img src=x onerror=${RUN}&#62;`, `<x-chat onclick=${RUN}>x</x-chat>`, `<waypost-chat onclick=${RUN}></waypost-chat>`,
  `<form id=document><input name=body>`, `<img name=getElementById>`, `<p style="background:url(javascript:${RUN})">x</p>`,
];
const ADDRESSES = [
  `javascript:${RUN}`, `JaVaScRiPt:${RUN}`, `java\tscript:${RUN}`, ` javascript:${RUN}`, `\u0001javascript:${RUN}`, `javascript&colon;${RUN}`, `javascript&#58;${RUN}`,
  `data:text/html,<script>opener.__xss=1</script>`, `data:text/html;base64,PHNjcmlwdD5vcGVuZXIuX194c3M9MTwvc2NyaXB0Pg==`, `vbscript:x`, `blob:https://x/1`, `file:///etc/passwd`,
  `http://binance.com/`, `//evil.example/x`, `https:javascript:${RUN}`, `https://binance.com@evil.example/`, `https://binance.com\\@evil.example/`, `/relative`, `#top`, `ftp://x/`, `intent://x`,
];

export const PAYLOADS = [...TAGS, ...ADDRESSES, ...ADDRESSES.map((address) => `[press](<${address}>)`), ...ADDRESSES.map((address) => `![x](${address})`), ...TAGS.slice(2, 10).map((tag) => `**${tag}** \`${tag}\``)];
export const BAD_ADDRESSES = ADDRESSES;
