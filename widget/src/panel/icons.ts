/** The line icons of the panel, as SVG nodes: 24 units square, drawn in the text's colour. */

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  close: "M6 6l12 12M18 6 6 18",
  down: "m6 9 6 6 6-6",
  send: "M5 12h13M12 5l7 7-7 7",
  globe: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM3.5 12h17M12 3c2.5 2.6 3.7 5.6 3.7 9S14.500 18.400 12 21c-2.500-2.600-3.700-5.600-3.700-9S9.500 5.600 12 3Z",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  shield: "M12 3 5 6v5.500c0 4.300 2.900 7.700 7 9.500 4.100-1.800 7-5.200 7-9.500V6l-7-3ZM9.200 12l2 2 3.600-4",
  warn: "M12 4 2.800 20h18.400L12 4ZM12 10v4.500M12 17.400v.1",
  copy: "M9 9h10v11H9zM15 9V4H5v11h4",
  check: "m5 12.500 4.500 4.500L19 7.500",
  up: "M7 10.500v9.500H4v-9.500h3Zm0 0L11 3.500c1.700 0 2.500 1.200 2.200 2.700L12.600 9.500h5.600c1.300 0 2.100 1.200 1.800 2.400l-1.600 6.300c-.3 1.100-1.200 1.800-2.300 1.800H7",
  thumbdown: "M17 13.500V4h3v9.500h-3Zm0 0-4 7c-1.700 0-2.500-1.200-2.200-2.700l.6-3.300H5.800c-1.300 0-2.100-1.200-1.800-2.400l1.600-6.300C5.900 4.700 6.800 4 7.900 4H17",
  out: "M14 4h6v6M20 4l-9 9M18 14v5.500H4.500V6H10",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.500 20.500c.8-3.700 3.800-5.500 7.500-5.500s6.700 1.800 7.500 5.500",
  wallet: "M4 7.500V18a2 2 0 0 0 2 2h14V9H5.500A1.500 1.500 0 0 1 5.500 6H18V3.500M16.500 14.500h.01",
  again: "M4.500 12a7.500 7.500 0 1 0 2.300-5.400L4.500 9M4.500 4v5h5",
  clock: "M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17ZM12 7.500V12l3 2",
  bin: "M4 7h16M9.500 7V4h5v3M6.500 7l.8 13h9.400l.8-13",
  fresh: "M12 5v14M5 12h14",
  way: "M12 3v18M12 6h6l2.500 2.300L18 10.500h-6M12 11.500H6.500L4 13.800 6.500 16H12",
} as const;

export type Icon = keyof typeof PATHS;

export function drawn(name: Icon): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const path = svg.appendChild(document.createElementNS(SVG, "path"));
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", PATHS[name]);
  return svg;
}
