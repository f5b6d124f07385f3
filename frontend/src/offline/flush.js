// Sends what waits, one flush at a time over all tabs. Each begins by asking who is signed in, and takes a fresh token.
import { REFUSED, WAITING, changeItem, dropOldSent, itemsOf, markSent } from "./outbox.js";
import { keepEditions } from "./packages.js";
import { deviceKey, deviceName } from "./people.js";
import { LARGE, PieceError, digestOf, sendInPieces } from "./pieces.js";
import { AWAY, BUSY, IN, OUT, askSession, fetchInTime, readJson, tellSignal } from "./session.js";
import { tellTabs } from "./tabs.js";
import { tellDevice } from "./telling.js";

export const LOCK = "nithet-flush";
// Another content stands under its name: both are kept there, and a person chooses.
export const APART = "submission-apart";
const MOST_WAITED = 120_000;
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 15 * 60_000;
// So much of an item's files goes with its answers at once; the rest comes after them, in as many rounds as it takes. The server keeps
// no more pieces for one person than a few of these.
const MOST_AT_ONCE = 100 * 1024 * 1024;
// A file that the server says it still waits for although it was sent is sent so often again.
const MOST_TRIES_OF_FILES = 3;

// `all`: whatever pause an item is in. Ends with what is known of the signal. Newer editions are fetched once others may send.
export async function flush(person, { all = false } = {}) {
  if (!person) return "";
  const later = [];
  const kind = navigator.locks ? await navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? run(person, all, later) : "")) : await run(person, all, later);
  for (const act of later) await act();
  return kind;
}

async function run(person, all, later) {
  await dropOldSent(person);
  const due = (await itemsOf(person)).filter((item) => item.state === WAITING && (all || isDue(item)));
  let kind = "";
  for (const office of new Set(due.map((item) => item.office))) {
    kind = await sendTo(office, person, due.filter((item) => item.office === office), later);
    if (kind === AWAY) break;
  }
  return kind;
}

// A pause that was noted while the clock was far ahead is none.
const isDue = ({ next_at: at }) => at <= Date.now() || at > Date.now() + 2 * LONGEST_PAUSE;

async function sendTo(office, person, items, later) {
  let session = await askSession(office);
  if (session.kind !== IN) return session.kind;
  // Somebody else is signed in now: what is another's stays hidden and waits.
  if (session.person !== person) return OUT;
  for (const [at, item] of items.entries()) {
    tellTabs({ sending: at + 1, of: items.length });
    let kind = await sendOne(item, session);
    if (kind === "stale") {
      const fresh = await askSession(office);
      const isSame = fresh.kind === IN && fresh.person === person;
      if (isSame) session = fresh;
      kind = isSame ? await sendOne(item, session) : fresh.kind === IN ? OUT : fresh.kind;
      if (kind === "stale") kind = OUT;
    }
    if (kind !== IN) {
      tellTabs({ sending: 0 });
      await tellSignal(kind);
      return kind;
    }
  }
  tellTabs({ sending: 0 });
  const told = await tellDevice(session).catch(() => null);
  if (told?.editions) later.push(() => keepEditions(person, office, told.editions));
  return IN;
}

// IN: it was answered, whatever was said; otherwise why nothing more can be sent now.
async function sendOne(item, session) {
  const left = item.files.filter(({ name }) => !item.there?.includes(name));
  for (;;) {
    const answer = await sendRound(item, left.splice(0, countAtOnce(left)), session.token);
    // Nothing was heard.
    if (!answer) return AWAY;
    if (!left.length || !(await isOnItsWay(item, answer))) return heard(item, answer);
  }
}

function countAtOnce(files) {
  let size = 0;
  const over = files.findIndex(({ blob }, at) => (size += blob.size) > MOST_AT_ONCE && at > 0);
  return over < 0 ? files.length : over;
}

async function sendRound(item, files, token) {
  try {
    const parts = await inPieces(item, files, token);
    return await post(item, files, parts, token);
  } catch (error) {
    return error instanceof PieceError ? error.answer : null;
  }
}

// The answers were taken, and files may follow; those that are there are not sent again.
async function isOnItsWay(item, answer) {
  const told = await readJson(answer);
  if (answer.status !== 201 || !told?.reference) return told?.code === APART;
  item.there = thereOf(item, told);
  await changeItem(item.key, { there: item.there });
  return true;
}

const thereOf = ({ files }, { awaited = [] }) => files.map(({ name }) => name).filter((name) => !awaited.includes(name));

async function inPieces(item, files, token) {
  const parts = new Map();
  if (!crypto.subtle) return parts;
  for (const { name, blob } of files) {
    if (blob.size < LARGE) continue;
    const digest = await digestOf(blob);
    await sendInPieces(item, digest, blob, token);
    parts.set(name, digest);
  }
  return parts;
}

async function post(item, files, parts, token) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", token);
  body.append("device", await deviceKey());
  body.append("device_name", deviceName());
  body.append("device_now", `${Date.now()}`);
  body.append("filled_at", `${item.filled_at}`);
  for (const [name, digest] of parts) body.append(name, `part:${digest}`);
  body.append("xml_submission_file", new Blob([item.xml], { type: "text/xml" }), "submission.xml");
  for (const { name, blob } of files) if (!parts.has(name)) body.append(name, blob, name);
  const headers = { "X-CSRFToken": token };
  return fetchInTime(`/${item.office}/field/send/${encodeURIComponent(item.form)}`, { method: "POST", body, headers, person: item.person }, MOST_WAITED);
}

async function heard(item, answer) {
  const told = await readJson(answer);
  const { status } = answer;
  // Ours leads nowhere else.
  if (answer.redirected) return pause(item, AWAY, answer);
  if (status === 401 && told) return OUT;
  if (status === 201 && told?.reference) return arrived(item, told);
  if (status === 403 && !told) return "stale";
  // Others, that need less room there, go on.
  if (told?.code === "pieces-too-many") return pause(item, IN, answer, told.message);
  if (status === 408 || status === 429 || status >= 500) return pause(item, BUSY, answer);
  if (told?.code === "piece-missing" || told?.code === "piece-unfit") return pause(item, BUSY, answer);
  // Not ours: a page of the network in between. Only what is too large for it will never pass.
  if (!told && status !== 413) return pause(item, AWAY, answer);
  const refusal = told?.message ?? "ข้อมูลและไฟล์ชุดนี้ใหญ่เกินกว่าที่เครือข่ายจะส่งผ่านได้ โปรดบันทึกรายการรอส่งเป็นไฟล์ แล้วส่งจากเครือข่ายอื่น";
  await changeItem(item.key, { state: REFUSED, code: told?.code ?? `${status}`, refusal, address: told?.code === APART ? `/${item.office}/field/apart/` : "" });
  return IN;
}

async function arrived(item, told) {
  const held = item.files.filter(({ name }) => told.awaited?.includes(name)).map(({ name }) => name);
  if (!held.length) {
    await markSent(item.key, told);
    return IN;
  }
  const tries = (item.file_tries ?? 0) + 1;
  const refusal = told.unfit?.length ? told.unfit.join(" ") : `ระบบได้รับคำตอบแล้ว (เลขอ้างอิง ${told.reference}) แต่ยังไม่ได้รับไฟล์ ${held.join(" ")}`;
  const isOver = tries >= MOST_TRIES_OF_FILES || Boolean(told.unfit?.length);
  const there = thereOf(item, told);
  await changeItem(item.key, isOver ? { there, state: REFUSED, code: "files-awaited", refusal, reference: told.reference, address: told.address } : { there, file_tries: tries, next_at: Date.now() + FIRST_PAUSE });
  return IN;
}

// It waits on, longer each time; how long a busy server asks for is heeded. `hindrance`: what the person is told of it.
async function pause(item, kind, answer, hindrance = "") {
  const tries = item.tries + 1;
  const asked = Math.min(LONGEST_PAUSE, Number(answer.headers.get("Retry-After")) * 1000 || 0);
  const longest = Math.max(asked, Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(tries - 1, 10)) * (0.75 + Math.random() / 2));
  await changeItem(item.key, { tries, next_at: Date.now() + longest, hindrance });
  return kind;
}
