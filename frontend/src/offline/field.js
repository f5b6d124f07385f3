// On every page of a member: whose device this is now, what waits is sent, and the bar says so while something waits.
import { readOne } from "./base.js";
import { showBar } from "./bar.js";
import { keepSending } from "./driver.js";
import { signedIn } from "./people.js";
import { keepRegistered } from "./registering.js";

const DAY = 86_400_000;

export async function startField() {
  const { person, office, name, officeName, shell } = document.body.dataset;
  if (shell || !person || !window.indexedDB) return;
  try {
    await rememberPerson({ person, office, name, office_name: officeName });
    const whose = async () => ({ person, office, name });
    showBar(whose, { quiet: true });
    keepSending(whose);
    await keepRegistered();
  } catch (error) {
    // A browser that keeps nothing works as ever, with a network.
    console.info(error);
  }
}

async function rememberPerson(who) {
  const [current, known] = [await readOne("facts", "current"), await readOne("people", who.person)];
  if (current?.person !== who.person || known?.office !== who.office || Date.now() - known.at > DAY) await signedIn(who);
}
