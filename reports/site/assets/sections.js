// A section of a page: picks the rows that go with the reader's choice, draws their chart and their table.

class SectionView {
  constructor(section, data, state, cells) {
    Object.assign(this, { section, data, state, cells });
    this.place = document.getElementById(section.key);
    this.title = this.place.querySelector("h2");
    this.choices = section.choice ? element("select") : null;
    this.choices?.addEventListener("change", () => this.draw());
    this.holder = element("div");
    this.place.append(...(this.choices ? [element("label", { class: "choice" }, this.choices)] : []), this.holder);
  }

  draw() {
    const { section } = this;
    const variant = (this.state.topic && section.of_topic) || section.rows;
    const isOfTopic = variant === section.of_topic;
    let rows = this.data.datasets[variant.dataset].filter((row) => this.fits(row, isOfTopic));
    if (this.choices) rows = this.chosen(rows);
    if (section.sort) rows = sorted(rows, section.sort);
    const caption = this.title.querySelector(`.${this.state.lang}`).textContent;
    this.holder.replaceChildren();
    if (!rows.length) {
      this.holder.append(element("p", { class: "nothing" }, section.periods === "any" ? this.state.say("没有。", "None.") : this.state.say("该期间没有。", "None in this period.")));
      return;
    }
    const columns = variant.columns.filter((column) => rows.some((row) => row[column] !== null));
    if (section.chart) this.drawChart(rows, caption);
    const table = new Table(columns, rows, this.cells, caption, section.meanings).draw();
    if (section.chart && !section.is_table_open) {
      const name = this.state.say("数据表", "Table");
      this.holder.append(element("details", { class: "data" }, element("summary", {}, name), table));
    } else {
      this.holder.append(table);
    }
  }

  fits(row, isOfTopic) {
    const { section, state } = this;
    const isPeriod = {
      chosen: () => row.period === state.period,
      year: () => row.period === (state.period === "all" ? "all" : state.period.slice(0, 4)),
      month: () => row.period_kind === "month",
      quarter: () => row.period_kind === "quarter",
      any: () => true,
    }[section.periods];
    return isPeriod() && (!section.places || row.place_kind === section.places) && (!isOfTopic || row.topic === state.topic);
  }

  // The rows of the value that is chosen in the section's own list; the list is of what the rows have.
  chosen(rows) {
    const { choice } = this.section;
    const values = [...new Set(rows.map((row) => row[choice]))];
    const before = values.includes(this.choices.value) ? this.choices.value : values[0];
    this.choices.setAttribute("aria-label", this.cells.heading(choice));
    this.choices.replaceChildren(...values.map((value) => element("option", { value, selected: value === before }, this.cells.text({ [choice]: value }, choice))));
    this.choices.parentElement.hidden = values.length === 0;
    return rows.filter((row) => row[choice] === before);
  }

  drawChart(rows, caption) {
    const frame = element("div", { class: `chart chart-${this.section.chart}`, role: "img", "aria-label": caption });
    this.holder.append(element("figure", {}, frame));
    const named = rows.map((row) => ({
      ...row,
      place_name: this.data.places[row.place_code],
      ...(row.top_place_code && { top_place_name: this.data.places[row.top_place_code] }),
      link: this.cells.storiesOf(row),
    }));
    const specification = structuredClone(window.countyNewsCharts[this.section.chart][this.state.lang]);
    specification.data.find((one) => one.name === "rows").values = named;
    const options = {
      renderer: "svg",
      actions: false,
      ast: true, // Vega's expressions are read, not made into code, which the page's security policy refuses
      defaultStyle: false,
      tooltip: { disableDefaultStyle: true },
    };
    // A chart is drawn when it is about to be seen, or when the page is printed.
    drawWhenSeen(frame, () =>
      vegaEmbed(frame, specification, options).then(
        () => frame.classList.add("drawn"),
        (error) => frame.replaceChildren(element("p", { class: "caution" }, String(error))),
      ),
    );
  }
}

// Rows by a column of numbers, lowest first; `-column` is highest first.
function sorted(rows, by) {
  const [column, sign] = by.startsWith("-") ? [by.slice(1), -1] : [by, 1];
  return [...rows].sort((one, other) => sign * (one[column] - other[column]));
}

const waiting = new Map();
const seen = new IntersectionObserver(
  (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => drawNow(entry.target)),
  { rootMargin: "600px" },
);

function drawWhenSeen(frame, draw) {
  waiting.set(frame, draw);
  seen.observe(frame);
}

function drawNow(frame) {
  seen.unobserve(frame);
  waiting.get(frame)?.();
  waiting.delete(frame);
}
