// What a value looks like, and where it leads: every number leads to the stories behind it.

const PERCENT = /_share$|^gini$/;
const RATIO = /^(gini|hhi|location_quotient|topic_cosine)$/;
const CHANGE = /_change$/;
// Columns of codes, and the columns whose headings they go under: a place is shown by its name.
const PLACES = { place_code: "place_name", other_place_code: "other_place_name", top_place_code: "top_place_name" };

class Cells {
  constructor(data, state) {
    this.data = data;
    this.state = state;
  }

  heading(column) {
    const [zh, en] = this.data.headings[PLACES[column] ?? column];
    return this.state.say(zh, en);
  }

  // The value as text, in the language of the page.
  text(row, column) {
    const value = row[column];
    if (column in PLACES) return this.data.places[value] ?? this.state.say("县级（未归乡镇）", "County, no town");
    if (column === "period") return this.periodName(value);
    if (value === null || value === undefined) return "—";
    if (column in this.data.values) return this.value(column, value);
    if (value === "") return "—";
    if (typeof value === "boolean") return value ? this.state.say("是", "yes") : this.state.say("否", "no");
    if (typeof value !== "number") return String(value);
    if (CHANGE.test(column)) return value > 0 ? `▲${value}` : value < 0 ? `▼${-value}` : "＝";
    if (RATIO.test(column)) return value.toFixed(column === "gini" || column === "hhi" ? 3 : 2);
    if (PERCENT.test(column)) return `${(value * 100).toFixed(value > 0 && value < 1 ? 1 : 0)}%`;
    return Number.isInteger(value) ? value.toLocaleString("en-US") : value.toLocaleString("en-US", { maximumFractionDigits: 1 });
  }

  value(column, value) {
    const both = this.data.values[column][value];
    return both ? this.state.say(...both) : String(value);
  }

  periodName(key) {
    const period = this.data.periods.find((one) => one.key === key);
    return period ? this.state.say(period.zh, period.en) : key;
  }

  // The address that a cell leads to, if any, and whether it is outside of this report.
  link(row, column) {
    if (column in PLACES) {
      const code = row[column];
      return code in this.data.places && code !== this.data.county ? { href: `town-${code}.html${this.hash({ period: this.state.period })}` } : null;
    }
    if (["sentence", "title", "example_detail", "sentence_zh", "latest_value", "value"].includes(column)) {
      return row.url ? { href: row.url, outside: true } : null;
    }
    if (typeof row[column] !== "number") return null;
    const isOfPage = row.url && row.place_code === undefined; // a lost link, or what an alarm points at
    return isOfPage ? { href: row.url, outside: true } : { href: this.storiesOf(row) };
  }

  // The stories behind a row: of its place, period, topic, slogan and site, as far as it names them.
  storiesOf(row) {
    const whole = row.place_code === undefined ? this.data.place : row.place_code;
    return `articles.html${this.hash({
      place: whole && whole !== this.data.county ? whole : "",
      period: row.period ?? "all",
      topic: row.topic ?? "",
      slogan: row.slogan ?? "",
      site: row.site_key ?? "",
    })}`;
  }

  hash(choices) {
    const address = new URLSearchParams(Object.entries(choices).filter(([, value]) => value));
    if (this.state.lang === "en") address.set("lang", "en");
    return address.size ? `#${address}` : "";
  }
}

// An element with text and children; nothing that a page said ever becomes markup.
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(attribute, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(attribute, value);
  }
  made.append(...children);
  return made;
}

function anchor({ href, outside }, text, attributes = {}) {
  const leaving = outside ? { rel: "noopener noreferrer external", target: "_blank" } : {};
  return element("a", { href, ...leaving, ...attributes }, element("bdi", {}, text));
}
