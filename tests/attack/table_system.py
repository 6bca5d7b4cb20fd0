"""What the published tables of a wave say of its counts, table by table."""

from __future__ import annotations

import pandas as pd
from tests.attack.public import WITHHELD, Public, Question, half_unit, number
from tests.attack.questionnaire_system import QuestionnaireSystem
from tests.attack.unknowns import Term, add, times

_TESTED = ["value", "share", "low", "high", "rest", "difference", "deviation", "residual"]
_TESTED += ["effect", "p", "p_bh", "p_holm"]


class TableSystem(QuestionnaireSystem):
    """The system with all that the tables say.

    Attributes:
        told: Statistics that are printed beside a withheld count.
    """

    def __init__(self, public: Public) -> None:
        super().__init__(public)
        self.told: list[tuple[str, str]] = []
        for name, table in public.tables.items():
            if {"label", "type", "base"} <= set(table) and {"share", "value"} & set(table):
                self._profile(name, table)
        self._beside()
        self._tests()
        self._structure()
        self._figures()
        self._weighted()
        self._mixed()
        self._missing()

    def _profile(self, name: str, table: pd.DataFrame) -> None:
        units = {key: half_unit(table[key]) for key in table}
        for label, rows in table.groupby("label", sort=False):
            hidden = 0
            for row in rows.to_dict("records"):
                count, base, places = self._places(label, row["type"])
                self._row(name, row, units, count, base, places)
                hidden += row.get("count", row.get("value", row.get("share"))) == WITHHELD
            if "overall" in rows:
                overall = number(rows["overall"].iloc[0])
                pairs = [self._places(label, type_) for type_ in self.types]
                self._share(
                    overall,
                    units["overall"],
                    add(*(places or {count: 1.0} for count, _, places in pairs)),
                    add(*({base: 1.0} for _, base, _ in pairs)),
                )

    def _row(
        self,
        name: str,
        row: dict[str, str],
        units: dict[str, float],
        count: int | None,
        base: int,
        places: Term | None,
    ) -> None:
        own = self.unknowns
        if (shown := number(row["base"])) is not None:
            own.know({base: 1.0}, shown, shown)
        elif row["base"] == WITHHELD:
            self.targets[base] = name
        value = "share" if "share" in row else "value"
        if "count" in row and (shown := number(row["count"])) is not None and count is not None:
            own.know({count: 1.0}, shown, shown)
        term: Term = places if places is not None else {count: 1.0} if count is not None else {}
        self._share(number(row[value]), units[value], term, {base: 1.0})
        if row[value] == WITHHELD:
            if count is not None:
                self.targets[count] = name
            shown_beside = [k for k in _TESTED if k in row and number(row[k]) is not None]
            self.told += [(name, f"{row['label']}, {row['type']}: {key}") for key in shown_beside]
        if number(row.get("rest", "")) is not None:
            others = [self._places(row["label"], t) for t in self.types if t != row["type"]]
            self._share(
                number(row["rest"]),
                units["rest"],
                add(*(parts or {c: 1.0} for c, _, parts in others)),
                add(*({b: 1.0} for _, b, _ in others)),
            )

    def _beside(self) -> None:
        """Tables with one column a type: „43 % ↑“ or „2,6 ↓↓“."""
        for name, table in self.public.tables.items():
            if not name.startswith("tbl-feld-") or "overall" not in table:
                continue
            columns = list(table.columns[1 : 1 + len(self.types)])
            for row in table.to_dict("records"):
                label = row["label"]
                if label not in self.public.indicators:
                    continue
                pairs = [self._places(label, type_) for type_ in self.types]
                bases = [{base: 1.0} for _, base, _ in pairs]
                terms = [parts or {count: 1.0} for count, _, parts in pairs]
                for key, term, base, (count, _, _) in zip(
                    columns, terms, bases, pairs, strict=True
                ):
                    self._share(*_printed(row[key], self.public.language), term, base)
                    if row[key] == WITHHELD and count is not None:
                        self.targets.setdefault(count, name)
                whole = _printed(row["overall"], self.public.language)
                self._share(*whole, add(*terms), add(*bases))
                if (n := _count(row["base"])) is not None:
                    self.unknowns.know(add(*bases), n, n)

    def _tests(self) -> None:
        table = self.public.tables.get("tbl-tests")
        for row in [] if table is None else table.to_dict("records"):
            pairs = [self._places(row["label"], type_) for type_ in self.types]
            if (n := number(row["base"])) is not None:
                self.unknowns.know(add(*({base: 1.0} for _, base, _ in pairs)), n, n)
            hidden = any(count in self.targets for count, _, _ in pairs if count is not None)
            if hidden and row["effect"] != WITHHELD:
                self.told.append(("tbl-tests", row["label"]))

    def _structure(self) -> None:
        table = self.public.tables.get("tbl-struktur")
        if table is None:
            return
        asked = {question.wording: question for question in self.public.questions.values()}
        half = half_unit(table["share"])
        for row in table.to_dict("records"):
            question = asked[row["item"]]
            option = next(o for o, words in question.options.items() if words == row["option"])
            whole = self._all(question, option)
            if question.id == "land" and self.public.population:
                most = self.public.population[list(question.options).index(option)]
                self.unknowns.high[whole] = min(self.unknowns.high[whole], most)
            base = self._all_bases(question)
            if (n := number(row["base"])) is not None:
                self.unknowns.know({base: 1.0}, n, n)
            if (count := number(row["count"])) is not None:
                self.unknowns.know({whole: 1.0}, count, count)
            else:
                self.targets[whole] = "tbl-struktur"
            self._share(number(row["share"]), half, {whole: 1.0}, {base: 1.0})

    def _figures(self) -> None:
        """Published shares: an option, or how many options were chosen."""
        table = self.public.tables.get("tbl-veroeffentlicht")
        if table is None or table.empty:
            return
        half = half_unit(table["share"])
        for row in table.to_dict("records"):
            spec = self.public.figures[row["statement"]]
            question = self.public.questions[spec["item"]]
            base = self._all_bases(question)
            if (n := number(row["base"])) is not None:
                self.unknowns.know({base: 1.0}, n, n)
            if "number_chosen" in spec:
                count = {self._chosen_times(question, k): 1.0 for k in spec["number_chosen"]}
            elif question.kind != "multiple" or len(spec["chosen"]) == 1:
                count = {self._all(question, option): 1.0 for option in spec["chosen"]}
            else:
                continue
            self._share(number(row["share"]), half, count, {base: 1.0})

    def _chosen_times(self, question: Question, times_: int) -> int:
        """How many municipalities chose so many options."""
        own, first = self.unknowns, ("times", question.id, 0)
        if not own.has(first):
            most = len(question.substantive)
            each = [own.number(("times", question.id, k), 0, self.total) for k in range(most + 1)]
            base = self._all_bases(question)
            own.know(add({base: -1.0}, *({at: 1.0} for at in each)), 0, 0)
            ticks = add(*({self._all(question, option): 1.0} for option in question.substantive))
            own.know(add(times(-1.0, ticks), *({at: k} for k, at in enumerate(each))), 0, 0)
            for option in question.exclusive if question.ticked else ():
                own.know({each[0]: 1.0, self._all(question, option): -1.0}, 0, 0)
        return own["times", question.id, times_]

    def _weighted(self) -> None:
        """Unweighted shares beside weighted ones; they rest on those whose structure is known."""
        types = self.public.tables.get("tbl-gewichtung-typen")
        table = self.public.tables.get("tbl-gewichtung")
        if types is None or table is None:
            return
        bases = [n for n in map(number, types["base"]) if n is not None]
        outside = self.total - max(bases, default=0)
        half = half_unit(types["share"])
        for row in types.to_dict("records"):
            base = number(row["base"])
            if (share := number(row["share"])) is not None and base is not None:
                without = {self._size(row["type"]): 1.0}
                low, high = (share - half) * base, (share + half) * base + outside
                self.unknowns.know(without, low, high)
        half = half_unit(table["share"])
        for row in table.to_dict("records"):
            base, share = number(row["base"]), number(row["share"])
            pairs = [self._places(row["label"], type_) for type_ in self.types]
            if base is not None:
                bases_ = add(*({at: 1.0} for _, at, _ in pairs))
                self.unknowns.know(bases_, base, base + outside)
                if share is not None:
                    counts = add(*({count: 1.0} for count, _, _ in pairs))
                    low, high = (share - half) * base, (share + half) * base + outside
                    self.unknowns.know(counts, low, high)

    def _mixed(self) -> None:
        table = self.public.tables.get("tbl-zwischen")
        if table is None:
            return
        half, own = half_unit(table["share"]), self.unknowns
        for type_, rows in table.groupby("type", sort=False):
            states = []
            for at, row in enumerate(rows.to_dict("records")):
                state = own.number(("count", f"state {at}", type_), 0, self._most(type_))
                if (count := number(row["count"])) is not None:
                    own.know({state: 1.0}, count, count)
                else:
                    self.targets[state] = "tbl-zwischen"
                self._share(number(row["share"]), half, {state: 1.0}, {self._size(type_): 1.0})
                states.append(state)
            own.know(add({self._size(type_): -1.0}, *({s: 1.0} for s in states)), 0, 0)
        verdicts = self.public.tables.get("tbl-urteil")
        for row in [] if verdicts is None else verdicts.to_dict("records"):
            state = own["count", "state 1", row["type"]]
            value, unit = number(row["mixed"]), half_unit(verdicts["mixed"])
            self._share(value, unit, {state: 1.0}, {self._size(row["type"]): 1.0})

    def _missing(self) -> None:
        """The balance of missing answers over all questions."""
        table = self.public.tables.get("tbl-fehlwerte")
        if table is None or (table == WITHHELD).any(axis=None):
            return
        not_asked = table[table["reason"].str.contains("nicht gestellt|not asked", regex=True)]
        filtered = [q for q in self.public.questions.values() if q.asked_if]
        asked = [self.unknowns["asked", q.id, type_] for q in filtered for type_ in self.types]
        if len(not_asked) and int(not_asked["questions"].sum()) == len(filtered):
            total = len(filtered) * self.total - not_asked["before"].astype(int).sum()
            self.unknowns.know(dict.fromkeys(asked, 1.0), total, total)
        others = table.drop(not_asked.index)["before"].astype(int).sum()
        silent = [at for at, name in enumerate(self.unknowns.names) if name[0] == "silent"]
        # Texts that were left empty are part of the sum.
        self.unknowns.know(dict.fromkeys(silent, 1.0), high=float(others))


def _printed(text: str, language: str) -> tuple[float | None, float]:
    """Value and half unit of a cell as readers see it."""
    own = text.replace("↑", "").replace("↓", "").replace("\u202f", " ").strip()
    percent = own.endswith("%")
    own = own.removesuffix("%").strip()
    own = own.replace(".", "").replace(",", ".") if language == "de" else own.replace(",", "")
    value = number(own)
    if value is None:
        return None, 0.0
    half = 0.5 * 10.0 ** -len(own.partition(".")[2])
    return (value / 100, half / 100) if percent else (value, half)


def _count(text: str) -> float | None:
    return number(text.replace(".", "").replace(",", "")) if text != WITHHELD else None
