import { spot } from "./elements.js";
import { showInstances } from "./instances.js";
import { complain, settle } from "./notices.js";
import { visible } from "./text.js";
import { showInstance } from "./variables.js";

/** Shows what the address says behind `#`: an instance, or the list of all. */
async function route(/** @type {boolean} */ isFirst) {
  settle();
  const id = wantedId();
  const [shown, other] = id === "" ? ["list", "instance"] : ["instance", "list"];
  spot(other).hidden = true;
  spot(shown).hidden = false;
  document.title = id === "" ? "varpost" : `${visible(id)} – varpost`;
  if (!isFirst) spot(`${shown}-title`).focus();
  await (id === "" ? showInstances() : showInstance(id));
}

function wantedId() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    complain("Cannot read the address: what follows '#' is no id of an instance");
    return "";
  }
}

addEventListener("hashchange", () => route(false));
route(true);
