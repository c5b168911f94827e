// The page as a whole: language, filters, figures, sections.

const KINDS_OF_PERIODS = [
  ["all", "全部", "All"],
  ["year", "年", "Years"],
  ["quarter", "季", "Quarters"],
  ["month", "月", "Months"],
];

class Page {
  constructor(data) {
    this.data = data;
    this.state = new State(data.defaults);
    this.cells = new Cells(data, this.state);
    this.sections = data.sections.map((section) => new SectionView(section, data, this.state, this.cells));
    this.stories = document.getElementById("stories") ? new StoryList(data, this.state, this.cells) : null;
    this.figures = document.getElementById("figures");
    this.listen();
    this.draw();
  }

  listen() {
    window.addEventListener("hashchange", () => {
      this.state.read();
      this.draw();
    });
    window.addEventListener("beforeprint", () => [...waiting.keys()].forEach(drawNow));
    document.getElementById("language").addEventListener("click", () => {
      const lang = this.state.lang === "en" ? "zh" : "en";
      remember("language", lang);
      this.state.choose({ lang });
    });
    const filters = document.getElementById("filters");
    filters?.addEventListener("submit", (event) => event.preventDefault());
    filters?.addEventListener("reset", () => this.state.choose({ period: "", topic: "", place: "", site: "", slogan: "", words: "", ...this.data.defaults }));
    filters?.addEventListener("input", (event) => this.state.choose({ [event.target.id]: event.target.value }));
  }

  draw() {
    const { state } = this;
    document.documentElement.className = state.lang;
    document.documentElement.lang = state.lang === "en" ? "en" : "zh-Hans";
    const button = document.getElementById("language");
    button.textContent = state.say("English", "中文");
    button.lang = state.say("en", "zh-Hans");
    this.drawFilters();
    this.drawFigures();
    this.sections.forEach((section) => section.draw());
    this.stories?.draw();
  }

  drawFilters() {
    const { state, data } = this;
    const period = document.getElementById("period");
    if (!period) return;
    const groups = KINDS_OF_PERIODS.map(([kind, zh, en]) => {
      const options = data.periods.filter((one) => one.kind === kind);
      return element("optgroup", { label: state.say(zh, en) }, ...options.map((one) => option(one.key, state.say(one.zh, one.en), state.period)));
    });
    period.replaceChildren(...groups.filter((group) => group.children.length));
    document.getElementById("topic").replaceChildren(option("", state.say("全部主题", "All topics"), state.topic), ...data.topics.map((topic) => option(topic, topic, state.topic)));
    const place = document.getElementById("place");
    if (!place) return;
    const towns = Object.entries(data.places).filter(([code]) => code !== data.county);
    place.replaceChildren(
      option("", state.say("全县", "Whole county"), state.place),
      option("towns", state.say("各镇合计", "All towns"), state.place),
      ...towns.map(([code, name]) => option(code, name, state.place)),
      option("none", state.say("县级（未归乡镇）", "County, no town"), state.place),
    );
    const words = document.getElementById("words");
    if (document.activeElement !== words) words.value = state.words;
  }

  // The figures of the place itself, in the chosen period and topic.
  drawFigures() {
    const { state, data, cells } = this;
    if (!this.figures) return;
    const place = data.place || data.county;
    const dataset = state.topic ? data.datasets.topics : data.datasets.output;
    const row = dataset.find((one) => one.place_code === place && one.period === state.period && (!state.topic || one.topic === state.topic));
    if (!row) {
      this.figures.replaceChildren();
      return;
    }
    const columns = state.topic ? ["stories", "topic_share", "location_quotient", "coverage_share"] : ["stories", "publications", "reprints", "stories_above_county", "longest_gap_days", "coverage_share"];
    const rank = data.place ? ["peer_rank"] : [];
    const silent = data.datasets.output.filter((one) => one.place_kind === "town" && one.period === state.period && one.is_silent);
    this.figures.replaceChildren(
      ...[...rank, ...columns].map((column) => this.figure(cells.heading(column), anchorOrText(cells, row, column))),
      ...(data.place ? [] : [this.figure(state.say("静默乡镇", "Silent towns"), anchor({ href: "#ranking" }, String(silent.length)))]),
    );
  }

  figure(name, value) {
    return element("div", {}, element("b", {}, value), element("span", {}, name));
  }
}

function anchorOrText(cells, row, column) {
  const link = cells.link(row, column);
  const text = cells.text(row, column);
  return link ? anchor(link, text) : element("bdi", {}, text);
}

function option(value, text, chosen) {
  return element("option", { value, selected: value === chosen }, text);
}

readData().then(
  (data) => new Page(data),
  () => document.getElementById("main").prepend(
    element("p", { class: "caution" }, "浏览器太旧，无法显示；请换用较新的 Chrome、Edge、Firefox 或 360 极速模式，或看 Excel 工作簿。 This browser is too old to show the page; use a newer one, or the workbook."),
  ),
);
