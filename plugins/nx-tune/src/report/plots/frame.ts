/** The parts that all plots share: an SVG that reads on GitHub's light and dark pages alike. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Drawing extends Size {
  /** What the picture shows, for those who cannot see it. */
  readonly title: string;
  readonly content: readonly string[];
}

/**
 * GitHub's own colours. Plain rules in both blocks, without variables: viewers other than browsers know neither
 * variables nor media queries, and show the light picture. The ground is painted, so that the text can be read even
 * where page and picture do not agree on the theme.
 */
const STYLE = `
svg { font: 12px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; }
path { fill: none; stroke-linecap: round; } .label { paint-order: stroke; stroke-width: 4px; stroke-linejoin: round; }
.ground { fill: #ffffff; } .text { fill: #1f2328; } .muted { fill: #59636e; }
.grid { stroke: #d1d9e0; } .axis { stroke: #818b98; } .best, .pass { stroke: #0969da; } .bar { fill: #0969da; }
.miss { stroke: #afb8c1; } .weak { fill: #afb8c1; } .fail { stroke: #cf222e; } .limit { stroke: #bc4c00; }
.label { fill: #bc4c00; stroke: #ffffff; }
@media (prefers-color-scheme: dark) {
.ground { fill: #0d1117; } .text { fill: #f0f6fc; } .muted { fill: #9198a1; }
.grid { stroke: #3d444d; } .axis { stroke: #656c76; } .best, .pass { stroke: #4493f8; } .bar { fill: #4493f8; }
.miss { stroke: #656c76; } .weak { fill: #656c76; } .fail { stroke: #f85149; } .limit { stroke: #db6d28; }
.label { fill: #db6d28; stroke: #0d1117; }
}`;

export function svg({ width, height, title, content }: Drawing): string {
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escape(title)}</title>`,
    `<style>${STYLE}\n</style>`,
    `<rect class="ground" width="${width}" height="${height}" rx="6"/>`,
    ...content.filter((part) => part !== ''),
    '</svg>',
  ].join('\n')}\n`;
}

export interface TextOptions {
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly classes?: string;
}

export function text(x: number, y: number, content: string, options: TextOptions = {}): string {
  const { anchor = 'start', classes = 'muted' } = options;
  return `<text class="${classes}" x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escape(content)}</text>`;
}

export interface Stroke {
  readonly classes: string;
  readonly width?: number;
  readonly dashed?: boolean;
}

/** A path along its outline; with `M x y h0` and a wide stroke, dots. */
export function stroke(path: string, { classes, width = 1, dashed = false }: Stroke): string {
  const dash = dashed ? ' stroke-dasharray="5 4"' : '';
  return `<path class="${classes}" d="${path}" stroke-width="${width}"${dash}/>`;
}

/** A tenth of a pixel is enough, and the file stays small with 10,000 trials. */
export const round = (value: number): number => Math.round(value * 10) / 10;

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
