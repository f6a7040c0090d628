"""What every page must be: well-formed HTML that a screen reader can use."""

from __future__ import annotations

from html.parser import HTMLParser

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_CONTROLS = frozenset({"input", "select", "textarea"})
_UNLABELLED = frozenset({"hidden", "submit", "button"})


class Page(HTMLParser):
    """A page, taken apart; `problems` says what is wrong with it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.problems: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.tags: list[str] = []
        self.text = ""
        self._open: list[tuple[str, dict[str, str]]] = []
        self._labels: set[str] = set()
        self._controls: list[tuple[str, bool]] = []
        self._named: list[list[str]] = []
        self.feed(html)
        self.close()
        self._judge()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self._note(tag, said)
        if tag not in _VOID:
            self._open.append((tag, said))
        if tag in ("a", "button"):
            self._named.append([said.get("aria-label", "")])

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            self.problems.append(f"</{tag}> closes {[t for t, _ in self._open[-1:]]}")
            return
        _, said = self._open.pop()
        if tag in ("a", "button") and not "".join(self._named.pop()).strip():
            self.problems.append(f"a {tag} without a name: {said}")

    def handle_data(self, data: str) -> None:
        if not any(tag in ("style", "script", "title") for tag, _ in self._open):
            self.text += data
        for name in self._named:
            name.append(data)

    def _note(self, tag: str, said: dict[str, str]) -> None:
        if "id" in said:
            self.ids.append(said["id"])
        if tag == "a" and "href" in said:
            self.links.append(said["href"])
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        if tag == "label":
            self._labels.add(said.get("for", ""))
        if tag in _CONTROLS and said.get("type") not in _UNLABELLED:
            within = any(open_tag == "label" for open_tag, _ in self._open)
            self._controls.append((said.get("id", ""), within or "aria-label" in said))
        if any(name.startswith("on") for name in said):
            self.problems.append(f"a script in an attribute of {tag}: {said}")
        if any(said.get(name, "").lower().startswith("javascript:") for name in ("href", "src")):
            self.problems.append(f"a script in a link: {said}")

    def _judge(self) -> None:
        self.problems += [f"{tag} is never closed" for tag, _ in self._open if tag != "p"]
        self.problems += [f"id {i!r} twice" for i in set(self.ids) if self.ids.count(i) > 1]
        self.problems += [
            f"control {i!r} has no label"
            for i, named in self._controls
            if not named and i not in self._labels
        ]
        if self.headings.count(1) != 1 or self.headings[0] != 1:
            self.problems.append(f"headings begin {self.headings[:5]}")
        jumps = [
            (a, b) for a, b in zip(self.headings, self.headings[1:], strict=False) if b > a + 1
        ]
        if jumps:
            self.problems.append(f"headings jump {jumps}")
        self.problems += [
            f"no {tag}" for tag in ("main", "nav", "header", "footer") if tag not in self.tags
        ]


def words(page: Page) -> str:
    """Return a page's text with single spaces."""
    return " ".join(page.text.split())
