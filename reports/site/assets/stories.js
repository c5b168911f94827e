// The list of stories, where all numbers lead: each with its original page and every other publication.

class StoryList {
  constructor(data, state, cells) {
    Object.assign(this, { data, state, cells });
    this.found = document.getElementById("stories-found");
    this.holder = element("div");
    this.found.after(this.holder);
  }

  draw() {
    const stories = this.data.place ? this.data.datasets.stories : this.data.datasets.stories.filter((story) => this.fits(story));
    const publications = stories.reduce((sum, story) => sum + 1 + story.copies.length, 0);
    if (this.data.place) {
      const all = { href: this.cells.storiesOf({ period: "all" }) };
      this.found.replaceChildren(anchor(all, this.state.say("全部新闻", "All stories")));
    } else {
      this.found.textContent = this.state.say(
        `${stories.length} 条新闻，${publications} 个网页`,
        `${stories.length} stories, ${publications} pages`,
      );
    }
    this.list = element("ol", { class: "stories" });
    this.holder.replaceChildren(this.list);
    this.show(stories);
  }

  show(stories) {
    this.list.append(...stories.slice(0, ROWS_AT_FIRST).map((story) => this.entry(story)));
    const rest = stories.slice(ROWS_AT_FIRST);
    if (!rest.length) return;
    const more = element("button", { type: "button", class: "more" }, this.state.say(`还有 ${rest.length} 条`, `${rest.length} more`));
    more.addEventListener("click", () => {
      more.remove();
      this.show(rest);
    });
    this.holder.append(more);
  }

  fits(story) {
    const { state } = this;
    const day = story.published_date;
    return (
      isOfPlace(story.place_code, state.place) &&
      (state.period === "all" || (day !== null && isWithin(day, state.period))) &&
      (!state.topic || story.topics.includes(state.topic)) &&
      (!state.slogan || (story.slogans ?? []).includes(state.slogan)) &&
      (!state.site || [story.site_key, ...story.copies.map(([site]) => site)].includes(state.site)) &&
      (!state.words || state.words.split(/\s+/).every((word) => story.title.includes(word)))
    );
  }

  entry(story) {
    const link = story.url ? { href: story.url, outside: true } : null;
    const title = story.title || story.url || "—";
    const copies = story.copies.map(([site, url, day]) => {
      const text = `${this.data.sites[site] ?? site} ${day ?? ""}`;
      return element("li", {}, url ? anchor({ href: url, outside: true }, text) : text);
    });
    return element(
      "li",
      {},
      element("time", {}, story.published_date ?? this.state.say("未注明日期", "no day given")),
      element("span", { class: "title" }, link ? anchor(link, title) : element("bdi", {}, title)),
      element("span", { class: "about" }, [this.cells.text(story, "place_code"), this.data.sites[story.site_key] ?? "", (story.topics ?? []).slice(0, 3).join(" ")].filter(Boolean).join(" · ")),
      ...(copies.length ? [element("details", {}, element("summary", {}, this.state.say(`另刊于 ${copies.length} 处`, `${copies.length} other pages`)), element("ul", {}, ...copies))] : []),
    );
  }
}

// Whether a story is of the chosen place: a town, any town, or none.
function isOfPlace(code, place) {
  if (place === "towns") return code !== null;
  if (place === "none") return code === null;
  return !place || code === place;
}

// Whether a day lies in a period by its key: 2026, 2026-Q3, 2026-04.
function isWithin(day, period) {
  const quarter = `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
  return day.slice(0, 4) === period || day.slice(0, 7) === period || quarter === period;
}
