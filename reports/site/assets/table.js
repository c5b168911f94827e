// A table that sorts by any column. Rows come as they are to stand; long ones are shown in part at first.

const ROWS_AT_FIRST = 60;

class Table {
  // `columns` are names of columns; `cells` says how values look, `meanings` what columns mean.
  constructor(columns, rows, cells, caption, meanings) {
    Object.assign(this, { columns, rows, cells, caption, meanings, sorted: null, falling: false, shown: ROWS_AT_FIRST });
    this.body = element("tbody");
    this.more = element("button", { type: "button", class: "more" });
    this.more.addEventListener("click", () => {
      this.shown = Infinity;
      this.fill();
    });
  }

  draw() {
    const head = element("tr", {}, ...this.columns.map((column) => this.headCell(column)));
    const table = element("table", {}, element("caption", { class: "hidden" }, this.caption), element("thead", {}, head), this.body);
    this.fill();
    const scroll = element("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": `${this.caption} ${this.cells.state.say("数据表", "table")}` }, table);
    return element("div", { class: "table" }, scroll, this.more);
  }

  headCell(column) {
    const button = element("button", { type: "button", title: this.meaning(column) }, this.cells.heading(column));
    const cell = element("th", { scope: "col", "aria-sort": "none", class: this.isNumber(column) ? "number" : null }, button);
    button.addEventListener("click", () => {
      this.falling = this.sorted === column ? !this.falling : this.isNumber(column);
      this.sorted = column;
      for (const other of cell.parentElement.children) other.setAttribute("aria-sort", "none");
      cell.setAttribute("aria-sort", this.falling ? "descending" : "ascending");
      this.sort();
      this.fill();
    });
    return cell;
  }

  meaning(column) {
    const both = this.meanings[column];
    return both ? this.cells.state.say(...both) : null;
  }

  isNumber(column) {
    return this.rows.some((row) => typeof row[column] === "number");
  }

  sort() {
    const column = this.sorted;
    const sign = this.falling ? -1 : 1;
    const value = (row) => (column in PLACES ? this.cells.text(row, column) : row[column]);
    this.rows = [...this.rows].sort((one, other) => {
      const [left, right] = [value(one), value(other)];
      if (left === right) return 0;
      if (left === null || left === undefined) return 1; // what is not known stands last either way
      if (right === null || right === undefined) return -1;
      return sign * (typeof left === "number" ? left - right : String(left).localeCompare(String(right), "zh"));
    });
  }

  fill() {
    this.body.replaceChildren(...this.rows.slice(0, this.shown).map((row) => this.line(row)));
    const left = this.rows.length - this.shown;
    this.more.hidden = !(left > 0);
    this.more.textContent = this.cells.state.say(`再显示 ${left} 行`, `${left} more rows`);
  }

  line(row) {
    const made = element("tr", { class: row.is_silent ? "silent" : null });
    const targets = new Set();
    for (const column of this.columns) {
      const isFirst = column === this.columns.find((one) => one in PLACES);
      made.append(element(isFirst ? "th" : "td", { scope: isFirst ? "row" : null, class: this.kind(row, column) }, this.content(row, column, targets)));
    }
    return made;
  }

  kind(row, column) {
    if (typeof row[column] === "number" || (row[column] === null && this.isNumber(column))) return "number";
    return ["sentence", "sentence_zh", "title", "example_detail"].includes(column) ? "words" : null;
  }

  // One stop of the Tab key for each place that the cells of a row lead to.
  content(row, column, targets) {
    const text = this.cells.text(row, column);
    const link = text === "—" ? null : this.cells.link(row, column);
    const silent = row.is_silent && column === "last_story_date" ? ` ${this.cells.state.say("静默", "silent")}` : "";
    if (!link) return element("bdi", {}, text + silent);
    const isKnown = targets.has(link.href);
    targets.add(link.href);
    return anchor(link, text + silent, isKnown ? { tabindex: "-1" } : {});
  }
}
