// What the reader chose. It stands in the address, so that every choice can be linked to and the browser goes back.

class State {
  constructor(defaults) {
    this.defaults = defaults;
    this.read();
  }

  // An address that names a place on the page (`#ranking`) changes no choice.
  read() {
    const isChoice = location.hash.includes("=") || location.hash.length < 2;
    if (!isChoice && this.lang) return;
    const chosen = isChoice ? Object.fromEntries(new URLSearchParams(location.hash.slice(1))) : {};
    const language = chosen.lang ?? remembered("language") ?? "zh";
    Object.assign(this, { period: "", topic: "", place: "", site: "", slogan: "", words: "" }, this.defaults, chosen);
    this.lang = language === "en" ? "en" : "zh";
  }

  // Changes some of it; the page is drawn anew by the event that a new address brings.
  choose(changes) {
    Object.assign(this, changes);
    const address = new URLSearchParams();
    for (const name of ["period", "topic", "place", "site", "slogan", "words"]) {
      if (this[name] !== (this.defaults[name] ?? "")) address.set(name, this[name]);
    }
    if (this.lang === "en") address.set("lang", "en");
    history.replaceState(null, "", `#${address}`);
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  }

  say(zh, en) {
    return this.lang === "en" ? en : zh;
  }
}

// Files opened from disk may be refused a memory.
function remembered(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function remember(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // then the address alone has it
  }
}
