// On every page of a member: whose device this is now, what waits is sent, and the bar says so while something waits.
import { readOne } from "./base.js";
import { showBar } from "./bar.js";
import { keepSending } from "./driver.js";
import { atTheDoor, isUnsure, signedIn } from "./people.js";
import { keepRegistered } from "./registering.js";
import { whenTold } from "./tabs.js";

const DAY = 86_400_000;

export async function startField() {
  const { person, office, name, officeName, shell } = document.body.dataset;
  if (shell || !window.indexedDB) return;
  if (!person) {
    if (document.querySelector("input[name=login]")) atTheDoor().catch(() => {});
    return;
  }
  try {
    await rememberPerson({ person, office, name, office_name: officeName });
    let here = { person, office, name };
    const whose = async () => here;
    whenTold(({ wiped }) => wiped === person && (here = null));
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
  if (current?.person !== who.person || (await isUnsure()) || known?.office !== who.office || Date.now() - known.at > DAY) await signedIn(who);
}
