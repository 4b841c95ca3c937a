/** What a blog stores, by what its first bytes say. What a browser may run, such as SVG and HTML, is not among it. */
export const MEDIA_TYPES = [
  "image/jpeg",
  "image/png",
  "image/gif",
  "image/webp",
  "image/avif",
  "application/pdf",
] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

/** Texts at places, in Latin-1, so that a byte is a character. */
type Signature = readonly (readonly [at: number, text: string])[];

const SIGNATURES: readonly (readonly [MediaType, Signature])[] = [
  ["image/jpeg", [[0, "\u00FF\u00D8\u00FF"]]],
  ["image/png", [[0, "\u0089PNG\r\n\u001A\n"]]],
  ["image/gif", [[0, "GIF87a"]]],
  ["image/gif", [[0, "GIF89a"]]],
  [
    "image/webp",
    [
      [0, "RIFF"],
      [8, "WEBP"],
    ],
  ],
  ["image/avif", [[4, "ftypavif"]]],
  ["image/avif", [[4, "ftypavis"]]],
  ["application/pdf", [[0, "%PDF-"]]],
];

const LONGEST_SIGNATURE_BYTES = 12;

/** The type that the first bytes of a file say, whatever its sender calls it; nothing for what is not stored. */
export function sniff(bytes: Uint8Array): MediaType | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, LONGEST_SIGNATURE_BYTES));
  const found = SIGNATURES.find(([, signature]) =>
    signature.every(([at, text]) => start.startsWith(text, at)),
  );
  return found?.[0];
}
