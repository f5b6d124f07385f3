// A large file goes in pieces. Where the line breaks, the next one begins where the server says that the last one ended.
import { fetchInTime } from "./session.js";

// Smaller ones go with the form itself.
export const LARGE = 64 * 1024;
const LARGEST = 256 * 1024;
const SMALLEST = 16 * 1024;
const MOST_WAITED = 90_000;
// Smaller where the line is too slow for one piece, larger again where it is not.
let pieceSize = LARGEST;

export async function digestOf(blob) {
  const found = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return [...new Uint8Array(found)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class PieceError extends Error {
  constructor(answer) {
    super(`${answer.status}`);
    this.answer = answer;
  }
}

// `told` is called with how many bytes are there.
export async function sendInPieces({ office, person }, digest, blob, token, told = () => {}) {
  const address = `/${office}/field/files/${digest}`;
  const headers = { "X-CSRFToken": token };
  let come = offsetIn(await fetchInTime(address, { method: "HEAD", headers, person }));
  while (come < blob.size) {
    told(come);
    const piece = blob.slice(come, come + pieceSize);
    const options = { method: "PATCH", body: piece, person, headers: { ...headers, "Content-Type": "application/octet-stream", "X-Offset": `${come}`, "X-Length": `${blob.size}` } };
    const begun = Date.now();
    come = offsetIn(await fetchInTime(address, options, MOST_WAITED).catch(smaller));
    if (Date.now() - begun < MOST_WAITED / 10) pieceSize = Math.min(LARGEST, pieceSize * 2);
  }
  told(come);
}

function smaller(error) {
  pieceSize = Math.max(SMALLEST, pieceSize / 2);
  throw error;
}

function offsetIn(answer) {
  const told = answer.headers.get("X-Offset");
  if (!answer.ok || answer.redirected || told === null) throw new PieceError(answer);
  return Number(told);
}
