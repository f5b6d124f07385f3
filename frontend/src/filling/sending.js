// Sends a filled form. Sent again it is the same one: the form's own name for itself does not change.
export class NotSent extends Error {
  constructor(words, { isFinal = false, signIn = false, isAway = false, code = "", question = null } = {}) {
    super(words);
    this.isFinal = isFinal;
    this.signIn = signIn;
    this.isAway = isAway;
    this.code = code;
    this.question = question;
  }
}

const NO_ANSWER = "ยังส่งไม่ได้ เพราะติดต่อเครื่องแม่ข่ายไม่ได้ คำตอบบันทึกไว้ในเครื่องนี้แล้ว โปรดกดส่งอีกครั้งเมื่อมีสัญญาณ";
const SIGNED_OUT = "ยังส่งไม่ได้ เพราะหมดเวลาการเข้าสู่ระบบ คำตอบบันทึกไว้ในเครื่องนี้แล้ว โปรดเข้าสู่ระบบอีกครั้งในหน้าต่างใหม่ แล้วกดส่งที่หน้านี้";
const BUSY = "ยังส่งไม่ได้ เพราะเครื่องแม่ข่ายไม่พร้อมรับข้อมูลขณะนี้ คำตอบบันทึกไว้ในเครื่องนี้แล้ว โปรดรอสักครู่แล้วกดส่งอีกครั้ง";

// `fields`: what goes with it besides, like when the page was opened.
export async function send(address, xml, files, token, fields = {}) {
  const answer = await post(address, xml, files, token, fields);
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  if (answer.ok && isJson && !answer.redirected) return answer.json();
  if (answer.redirected || answer.status === 401) throw new NotSent(SIGNED_OUT, { signIn: true });
  if (answer.status === 403 && !isJson) {
    const fresh = await freshToken();
    if (fresh && fresh !== token) return send(address, xml, files, fresh, fields);
    throw new NotSent(SIGNED_OUT, { signIn: true });
  }
  if (answer.status === 408 || answer.status === 429 || answer.status >= 500) {
    const { message = BUSY, question } = isJson ? await answer.json() : {};
    throw new NotSent(message, { question });
  }
  const { message, code } = isJson ? await answer.json() : { message: `เครื่องแม่ข่ายไม่รับข้อมูลนี้ (${answer.status}) คำตอบยังอยู่ในเครื่องนี้ โปรดแจ้งกลุ่มเจ้าของแบบฟอร์ม` };
  throw new NotSent(message, { isFinal: true, code });
}

async function post(address, xml, files, token, fields) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append("csrfmiddlewaretoken", token);
  const { person } = document.body.dataset;
  body.append("xml_submission_file", new Blob([xml], { type: "text/xml" }), "submission.xml");
  for (const { name, blob } of files) body.append(name, blob, name);
  try {
    return await fetch(address, { method: "POST", body, headers: { Accept: "application/json", ...(person && { "X-Person": person }) }, credentials: "same-origin" });
  } catch {
    throw new NotSent(NO_ANSWER, { isAway: true });
  }
}

// Signing in again elsewhere changes the token of all open pages.
async function freshToken() {
  try {
    const page = await fetch(location.href, { credentials: "same-origin" });
    if (!page.ok || page.redirected) return null;
    const body = new DOMParser().parseFromString(await page.text(), "text/html");
    // Somebody else is signed in here now: what was filled is not theirs.
    if (body.body.dataset.person !== document.body.dataset.person) return null;
    return JSON.parse(body.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? null;
  } catch {
    return null;
  }
}
