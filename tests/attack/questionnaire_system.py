"""What everybody knows of the answers before a table is read: who can have ticked what."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from tests.attack.public import WITHHELD, Public, Question, number
from tests.attack.unknowns import Term, Unknowns, add, times


class QuestionnaireSystem:
    """Unknown counts by question, option and type, with what the questionnaire says of them.

    Attributes:
        public: The publication.
        unknowns: The system.
        targets: Withheld counts, with the table that withholds them.
        types: Names of the types.
        total: Municipalities in all.
    """

    def __init__(self, public: Public) -> None:
        self.public, self.unknowns = public, Unknowns()
        self.targets: dict[int, str] = {}
        self.types = public.types
        self.total = int(public.tables["tbl-typen"]["base"].iloc[0])
        self._sizes()
        for question in public.questions.values():
            self._question(question)
        for question in public.questions.values():
            self._filter(question)
        for one in public.indicators.values():
            self._indicator(one)

    def _sizes(self) -> None:
        own, table = self.unknowns, self.public.tables["tbl-typen"]
        for name, count in zip(table["type"], table["count"], strict=True):
            size = number(count)
            low, high = (0, self.total) if size is None else (size, size)
            at = own.number(("size", name), low, high)
            if count == WITHHELD:
                self.targets[at] = "tbl-typen"
        own.know(dict.fromkeys(map(self._size, self.types), 1.0), self.total, self.total)

    def _size(self, type_: str) -> int:
        return self.unknowns["size", type_]

    def _most(self, type_: str) -> float:
        return self.unknowns.high[self._size(type_)]

    def _question(self, question: Question) -> None:
        own = self.unknowns
        for type_ in self.types:
            most = self._most(type_)
            base = own.number(("base", question.id, type_), 0, most)
            asked = own.number(("asked", question.id, type_), 0, most)
            silent = own.number(("silent", question.id, type_), 0, most)
            own.know({asked: 1, base: -1, silent: -1}, 0, 0)
            own.know({self._size(type_): 1, asked: -1}, 0, 0 if not question.asked_if else most)
            ticks = [self._ticks(question, o, type_) for o in self._options(question)]
            if question.kind != "multiple":
                own.know(add({base: -1}, *({tick: 1} for tick in ticks)), 0, 0)
                continue
            alone = [self._ticks(question, o, type_) for o in question.exclusive]
            for tick in ticks:
                own.know(add({base: 1, tick: -1}, *({o: -1} for o in alone if o != tick)), 0)
            if question.ticked:
                own.know(add({base: -1}, *({tick: 1} for tick in ticks)), 0)
            if question.most:
                own.know(add({base: question.most}, *({tick: -1} for tick in ticks)), 0)

    def _options(self, question: Question) -> list[str]:
        if question.kind != "number":
            return list(question.options)
        return [f"{low}…{high}" for low, high in self._spans(question)]

    def _spans(self, question: Question) -> list[tuple[float, float]]:
        ends = {float("-inf"), float("inf")}
        for one in self.public.indicators.values():
            if one["items"] == [question.id] and one.get("within"):
                ends |= {float(end) for end in one["within"].values()}
        edges = sorted(ends)
        return list(pairwise(edges))

    def _ticks(self, question: Question, option: str, type_: str) -> int:
        name = ("ticks", question.id, option, type_)
        return self.unknowns.number(name, 0, self._most(type_))

    def _filter(self, question: Question) -> None:
        condition = question.asked_if
        if condition is None:
            return
        source = self.public.questions[condition["item"]]
        chosen = [option for option in condition["chosen"] if option in source.options]
        for type_ in self.types:
            ticks = {self._ticks(source, option, type_): 1.0 for option in chosen}
            asked = self.unknowns["asked", question.id, type_]
            exact = source.kind != "multiple" or len(chosen) == 1
            self.unknowns.know(add(ticks, {asked: -1}), 0, 0 if exact else self._most(type_))

    def _indicator(self, one: dict[str, Any]) -> None:
        own, questions = self.unknowns, self.public.questions
        items = [questions[item] for item in one["items"] if item in questions]
        if not items:
            return
        for type_ in self.types:
            most = self._most(type_)
            base = own.number(("of", one["id"], type_), 0, most)
            if len(items) == 1 and not one.get("among"):
                own.know({base: 1, own["base", items[0].id, type_]: -1}, 0, 0)
            own.know({self._size(type_): 1, base: -1}, 0)
            if self._is_scale(one):
                continue
            count = own.number(("count", one["id"], type_), 0, most)
            rest = own.number(("rest", one["id"], type_), 0, most)
            own.know({base: 1, count: -1, rest: -1}, 0, 0)
            each = [self._chosen(question, one, type_) for question in items]
            together = add(*({tick: 1.0} for ticks in each for tick in ticks))
            if len(items) == 1 and not one.get("among"):
                exact = items[0].kind != "multiple" or len(each[0]) == 1
                own.know(add(together, {count: -1}), 0, 0 if exact else float("inf"))
                if not exact:
                    for tick in each[0]:
                        own.know({count: 1, tick: -1}, 0)
            else:
                own.know(add(together, {count: -1}), 0)

    def _is_scale(self, one: dict[str, Any]) -> bool:
        return not one.get("chosen") and not one.get("within")

    def _chosen(self, question: Question, one: dict[str, Any], type_: str) -> list[int]:
        if question.kind == "number":
            low, high = (one["within"].get(key) for key in ("least", "below"))
            return [
                self._ticks(question, f"{a}…{b}", type_)
                for a, b in self._spans(question)
                if (low is None or a >= low) and (high is None or b <= high)
            ]
        return [self._ticks(question, o, type_) for o in one["chosen"] if o in question.options]

    def _places(self, label: str, type_: str) -> tuple[int | None, int, Term | None]:
        """Unknown count, base, and the sum whose mean is printed, of an indicator or a goal."""
        own, questions = self.unknowns, self.public.questions
        one = self.public.indicators.get(label)
        if one is None:
            forming = questions[self.public.forming]
            option = next(o for o, words in forming.options.items() if words == label)
            base = own["base", forming.id, type_]
            return self._ticks(forming, option, type_), base, None
        base = own["of", one["id"], type_]
        if not self._is_scale(one):
            return own["count", one["id"], type_], base, None
        question = questions[one["items"][0]]
        if question.kind == "multiple":
            ticks = [self._ticks(question, option, type_) for option in question.substantive]
            return None, base, dict.fromkeys(ticks, 1.0)
        options = enumerate(question.options, start=1)
        return None, base, {self._ticks(question, o, type_): float(at) for at, o in options}

    def _share(self, value: float | None, half: float, count: Term, base: Term) -> None:
        """A printed share or mean: its count lies within the rounding of it times its base."""
        if value is not None:
            self.unknowns.know(add(count, times(-(value - half), base)), low=-1e-9)
            self.unknowns.know(add(count, times(-(value + half), base)), high=1e-9)

    def _all(self, question: Question, option: str) -> int:
        parts = [self._ticks(question, option, type_) for type_ in self.types]
        return self.unknowns.sum_of(("ticks", question.id, option), parts, self.total)

    def _all_bases(self, question: Question) -> int:
        parts = [self.unknowns["base", question.id, type_] for type_ in self.types]
        return self.unknowns.sum_of(("base", question.id), parts, self.total)
