"""The sentences about criteria, stability and agreement in English: one, none, some, all."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from tests.results.made_up import released, verdict_on_one_type

from typfrage.profiles.disclosure import Column, Released
from typfrage.results import wording
from typfrage.results.findings import CRITERIA, Favour, Standing, Verdict
from typfrage.results.type_names import TypeName

NAN = float("nan")
K4 = "k\u202f=\u202f4"
P5 = "p\u202f=\u202f0.005"
NAMES = [
    TypeName("a", 0, "the prudent", "#111111", "circle", None, 0.9),
    TypeName("b", 1, "Type 2: no budget · no staff", "#222222", "square", None, NAN),
]


def _favour(criterion: str, favoured: int | None, **rest: Any) -> Favour:
    known: dict[str, Any] = {
        **{"computed": True, "value": 1234.25, "reported": 4, "value_at_reported": 0.23},
        "at_the_end": False,
    }
    return Favour(criterion, favoured=favoured, **(known | rest))


def _all(*favoured: int | None) -> list[Favour]:
    return [_favour(name, k) for name, k in zip(CRITERIA, favoured, strict=True)]


@pytest.mark.parametrize(
    ("criterion", "favour", "text"),
    [
        (
            "silhouette",
            {"favoured": 4},
            f"**Silhouette.** The types are separated most clearly at {K4} (1,234.25). This "
            "favours the reported four types.",
        ),
        (
            "jaccard",
            {"favoured": 3},
            "**Stability.** The largest number at which even the weakest type is stable is "
            f"k\u202f=\u202f3 (1,234.25); at {K4} the value is 0.23. This favours three types.",
        ),
        (
            "gap_1se",
            {"favoured": 1, "value": NAN, "value_at_reported": NAN},
            "**Gap statistic.** The smallest number that suffices to within one standard error is "
            "k\u202f=\u202f1. This speaks against any division into types.",
        ),
        (
            "prediction_strength",
            {"favoured": None, "value": NAN},
            "**Prediction strength.** Prediction strength favours none of the numbers examined. "
            f"At {K4} the value is 0.23.",
        ),
        (
            "calinski_harabasz",
            {"favoured": None, "computed": False},
            "**Calinski–Harabasz.** The Calinski–Harabasz index could not be computed for these "
            "data.",
        ),
        (
            "bic",
            {"favoured": 8, "at_the_end": True, "value_at_reported": NAN},
            "**BIC.** By the BIC, latent classes describe the answers best at k\u202f=\u202f8 "
            "(1,234). This favours eight types. This is the largest number examined; even more "
            "types might do better still.",
        ),
        (
            "gap_1se",
            {"favoured": 8, "at_the_end": True, "value_at_reported": NAN},
            "**Gap statistic.** No smaller number satisfies its rule; this leaves the largest "
            "examined, k\u202f=\u202f8 (1,234.25). This favours eight types.",
        ),
    ],
)
def test_a_criterion_says_what_it_favours(
    criterion: str, favour: dict[str, Any], text: str
) -> None:
    assert wording.criterion_sentences([_favour(criterion, **favour)], "en") == f"- {text}"


GIVEN = "The reported number, four, is given by the published typology, not chosen by the criteria."


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (_all(*[4] * 8), "All criteria that could be computed favour four types."),
        (
            _all(*[3] * 8),
            "All criteria that could be computed favour three types, none favours four types.",
        ),
        (
            _all(4, 2, 8, 1, 4, None, 2, 2),
            "The criteria contradict each other. In favour of the reported four types are the "
            "silhouette and stability. Against any division is prediction strength. In favour of "
            "two types are the Calinski–Harabasz index, the AIC and the BIC. In favour of eight "
            "types is the gap statistic. In favour of none of the numbers examined is "
            "instability. This is no error: each criterion sees something different, and none "
            "decides alone.",
        ),
        (
            [_favour("aic", 2), _favour("bic", 3)],
            "The criteria contradict each other. In favour of two types is the AIC. In favour of "
            "three types is the BIC. None is in favour of the reported four types. This is no "
            "error: each criterion sees something different, and none decides alone.",
        ),
        (
            [_favour(name, None, computed=False) for name in CRITERIA],
            "None of the criteria could be computed for these data.",
        ),
    ],
)
def test_the_criteria_agree_or_contradict_each_other(found: list[Favour], text: str) -> None:
    assert wording.choice_of_k(found, published=True, language="en") == f"{text} {GIVEN}"


def test_a_wave_sets_its_own_number() -> None:
    text = wording.choice_of_k(_all(*[4] * 8), published=False, language="en")
    assert text.endswith(
        "The reported number, four, is set for this wave, not chosen by the criteria."
    )


def test_the_figure_of_criteria_is_described() -> None:
    found = [
        _favour("silhouette", 8),
        _favour("gap_1se", None),
        _favour("bic", None, computed=False),
    ]
    assert wording.alt_criteria(found, 1, 8, "en") == (
        "Eight small line charts of the criteria for 1 to 8 types; the reported number, 4, is "
        "shaded. Number favoured – Silhouette: 8 (1,234.25); Gap statistic: no number; BIC: not "
        "computable."
    )


class TestBenchmark:
    def _table(self, p_silhouette: float, p_jaccard: float) -> pd.DataFrame:
        values = {
            **{"silhouette": 0.23, "silhouette_mean": 0.14, "silhouette_high": 0.16},
            **{"jaccard": 0.9, "jaccard_mean": 0.6, "jaccard_high": 0.78},
            **{"silhouette_p": p_silhouette, "jaccard_p": p_jaccard},
        }
        return pd.DataFrame(values, index=[4])

    @pytest.mark.parametrize(
        ("p", "any_k", "parts"),
        [
            (
                (0.005, 0.01),
                (0.005, 0.2),
                [
                    "The mean silhouette of the four types is 0.23. Data without types reach 0.14 "
                    "on average, and only one in twenty repetitions reaches 0.16 or more. For the "
                    f"survey this gives {P5}. The types are separated more clearly than would be "
                    "expected without types. This also holds when all numbers of types examined "
                    f"are taken into account ({P5}).",
                    "The types are more stable than would be expected without types. Considering "
                    "that several numbers of types were examined, it may be chance "
                    "(p\u202f=\u202f0.200).",
                ],
            ),
            (
                (0.3, NAN),
                (0.4, NAN),
                [
                    "Data without types can be separated just as well: the separation is no "
                    "evidence of types. The stability could not be tested in this way."
                ],
            ),
        ],
    )
    def test_more_and_no_more_than_chance(
        self, p: tuple[float, float], any_k: tuple[float, float], parts: list[str]
    ) -> None:
        text = wording.benchmark_sentences(self._table(*p), 4, any_k, "en")
        for part in parts:
            assert part in text

    def test_the_figure_is_described(self) -> None:
        none = "The comparison with data without types could not be computed for this wave."
        empty = wording.alt_benchmark(pd.DataFrame(), 4, "en")

        assert wording.benchmark_sentences(pd.DataFrame(), 4, (NAN, NAN), "en") == none
        assert empty == f"Empty figure for {K4}. {none}"
        assert wording.alt_benchmark(self._table(0.005, NAN), 4, "en") == (
            f"Histograms of what data without types reach at {K4}, with the value of the survey "
            f"as a line. Separation of the types 0.23, without types 0.14 on average ({P5})."
        )


MORE = "There is more than chance in the answers: groups in data without types are rarely so"
FIRM = Verdict("stable", (), Standing.FIRM)
QUALIFIED = Verdict("pattern", (), Standing.QUALIFIED)
WEAK = Verdict("dissolved", (), Standing.WEAK)
UNKNOWN = Verdict(None, (), Standing.UNKNOWN)


class TestVerdict:
    @pytest.mark.parametrize(
        ("p", "start"),
        [
            ((0.005, 0.0001), f"{MORE} well separated ({P5}) and so stable (p\u202f<\u202f0.001)."),
            (
                (0.005, 0.5),
                f"{MORE} well separated ({P5}). The stability alone is no evidence of this.",
            ),
            ((0.5, 0.005), f"{MORE} stable ({P5}). The separation alone is no evidence of this."),
            (
                (0.5, NAN),
                "Data without types can also yield groups as good as these: there is no evidence "
                "that types exist.",
            ),
            (
                (NAN, NAN),
                "Whether these are more than chance groups could not be tested with these data.",
            ),
        ],
    )
    def test_whether_there_are_types(self, p: tuple[float, float], start: str) -> None:
        text = wording.verdict(_all(*[4] * 8), [FIRM] * 4, p, synthetic=False, language="en")
        assert text == (
            f"{start} All four types are well supported. All criteria say that there are precisely "
            "four types."
        )

    @pytest.mark.parametrize(
        ("verdicts", "sentence"),
        [
            ([FIRM] + [QUALIFIED] * 3, "Of four types, one is well supported."),
            (
                [FIRM] * 2 + [WEAK] * 2,
                "Of four types, two are well supported; two are not supported.",
            ),
            (
                [QUALIFIED] * 3 + [WEAK],
                "Of the four types, none is well supported without reservations; one is not "
                "supported.",
            ),
            (
                [WEAK] * 4,
                "Of the four types, none is well supported without reservations; none is "
                "supported.",
            ),
            ([UNKNOWN] * 4, "How firmly the four types stand could not be tested."),
        ],
    )
    def test_how_firm_they_are(self, verdicts: list[Verdict], sentence: str) -> None:
        found, p = _all(*[4] * 8), (0.01, 0.01)
        text = wording.verdict(found, verdicts, p, synthetic=False, language="en")
        assert f"). {sentence} All criteria" in text

    @pytest.mark.parametrize(
        ("found", "sentence"),
        [
            (_all(*[2] * 8), "None of the criteria says that there are precisely four types."),
            (
                _all(4, *[2] * 7),
                "The criteria do not agree that there are precisely four types: of eight, one is "
                "in favour.",
            ),
            (
                _all(*[4] * 7, None),
                "The criteria do not agree that there are precisely four types: of eight, seven "
                "are in favour.",
            ),
            (
                [_favour("bic", None, computed=False)],
                "Whether there are precisely four types could not be tested.",
            ),
        ],
    )
    def test_how_many_there_are(self, found: list[Favour], sentence: str) -> None:
        text = wording.verdict(found, [FIRM], (0.01, 0.01), synthetic=True, language="en")
        assert "in the synthetic answers" in text
        assert text.endswith(
            f"{sentence} This says nothing about real municipalities: the data are synthetic, and "
            "the model that generated them assumes types."
        )


class TestTypes:
    @pytest.mark.parametrize(
        ("changed", "text"),
        [
            (
                {},
                "well supported.** The type is found again in samples: it is highly stable "
                "(Jaccard 0.90). Other algorithms find it again with a similarity of 0.80 on "
                "average. Its silhouette is 0.20. 13\u202f% of its municipalities lie between two "
                "types.",
            ),
            (
                {"jaccard": 0.55, "elsewhere": 0.4, "silhouette": -0.01, "mixed": 0.6},
                "not supported.** The type is found again only roughly in samples; whether it "
                "exists is doubtful (Jaccard 0.55). Other algorithms do not find it like this: the "
                "similarity is 0.40 on average. Its silhouette is −0.01: on average, another type "
                "is at least as close to its municipalities. At least half of its municipalities "
                "(60\u202f%) lie between two types.",
            ),
            (
                {"jaccard": NAN, "elsewhere": NAN, "silhouette": NAN, "mixed": NAN},
                "not tested.** Its stability could not be computed. How many of its municipalities "
                "lie between two types is not published. Nothing more is known about it.",
            ),
            (
                {"jaccard": 0.65, "elsewhere": NAN, "silhouette": NAN, "mixed": 0.0},
                "with reservations.** The type is recognisable as a pattern, but its boundaries "
                "depend on the sample (Jaccard 0.65). None of its municipalities lies between two "
                "types.",
            ),
        ],
    )
    def test_each_is_told_with_what_supports_it(self, changed: dict[str, float], text: str) -> None:
        found = wording.type_verdicts(verdict_on_one_type(**changed), NAMES[:1], "en")
        assert found == f"- **The prudent: {text}"

    def test_their_stability_is_described(self) -> None:
        stability = released(jaccard=[0.8, 0.9], band=["stable", "highly stable"])
        assert list(wording.band_words("en").values()) == [
            "dissolved", "doubtful", "pattern", "stable", "highly stable"
        ]  # fmt: skip
        assert wording.alt_stability(stability, NAMES, "en") == (
            "Dot plot of Jaccard stability on Hennig’s bands: the prudent 0.80 (stable) and "
            "Type 2: no budget · no staff 0.90 (highly stable)."
        )

    @pytest.mark.parametrize(
        ("count", "shares", "text"),
        [
            (0, [0.0, 0.0], "None of the 1,412 municipalities lies between two types."),
            (1, [NAN, NAN], "Of 1,412 municipalities, 1 (12.1\u202f%) lies between two types."),
            (
                50,
                [0.2, 0.1],
                "Of 1,412 municipalities, 50 (12.1\u202f%) lie between two types. By type, their "
                "share ranges from 10.0\u202f% (Type 2: no budget · no staff) to 20.0\u202f% (the "
                "prudent).",
            ),
            (
                50,
                [0.1, 0.1],
                "Of 1,412 municipalities, 50 (12.1\u202f%) lie between two types. Their share is "
                "the same in all types.",
            ),
            (
                pd.NA,
                [NAN, 0.1],
                "How many municipalities lie between two types is not published.",
            ),
        ],
    )
    def test_municipalities_between_two_types(
        self, count: Any, shares: list[float], text: str
    ) -> None:
        overall = released(count=[count], share=[0.1214], base=[1412])
        assert wording.mixed_sentences(overall, shares, NAMES, "en") == text

    def test_withheld_shares_are_not_ranked(self) -> None:
        overall = released(count=[50], share=[0.12], base=[412])
        names = [*NAMES, TypeName("c", 2, "the bold", "#333333", "cross", None, 0.9)]
        text = wording.mixed_sentences(overall, [NAN, 0.1, 0.2], names, "en")
        assert "As far as published, their share ranges from 10.0\u202f% (Type 2" in text
        assert wording.alt_mixed([NAN, 0.1], NAMES, "en") == (
            "Stacked bars for two types (2 bars). Share of municipalities between two types: the "
            "prudent not published and Type 2: no budget · no staff 10.0\u202f%."
        )


class TestAgreement:
    def _methods(self, *index: float) -> Released:
        methods = ["kmeans", "pam", "ward", "latent_classes"][: len(index) + 1]
        names = [wording.method_name(method, "en") for method in methods]
        columns = (Column("method", ""), Column("kmeans", "", "number", base="n"))
        return released(columns, method=names, kmeans=[1.0, *index])

    @pytest.mark.parametrize(
        ("index", "text", "alt"),
        [
            (
                (),
                "No other algorithm could be compared with k-means for these data.",
                "one in all. Compared with k-means: no other algorithm.",
            ),
            (
                (0.9,),
                "Compared with k-means, the adjusted Rand index for PAM is 0.90.",
                "two in all. Compared with k-means: PAM 0.90.",
            ),
            (
                (1.0,),
                "The one other algorithm finds exactly the same types as k-means.",
                "PAM 1.00.",
            ),
            (
                (1.0, 1.0),
                "All other algorithms find exactly the same types as k-means.",
                "PAM 1.00 and Ward 1.00.",
            ),
            (
                (0.3, NAN, 0.9),
                "Compared with k-means, the adjusted Rand index is largest for latent classes "
                "(0.90) and smallest for PAM (0.30).",
                "latent classes 0.90 and PAM 0.30.",
            ),
        ],
    )
    def test_of_algorithms(self, index: tuple[float, ...], text: str, alt: str) -> None:
        described = wording.alt_methods(self._methods(*index), "en")
        assert wording.agreement_of_methods(self._methods(*index), "en") == text
        assert described.startswith("Matrix of the adjusted Rand index between algorithms, ")
        assert described.endswith(alt)

    @pytest.mark.parametrize(
        ("index", "text"),
        [
            (
                [1, 1, 1],
                "All three repetitions with other random numbers find the same types; the types do "
                "not depend on chance in the search.",
            ),
            (
                [1, 1, 0.9],
                "Two of the three repetitions with other random numbers find the same types; "
                "otherwise the result depends on chance in the search.",
            ),
            (
                [1, 0.5],
                "One of the two repetitions with other random numbers finds the same types; "
                "otherwise the result depends on chance in the search.",
            ),
            (
                [1, 0.5, 0.9],
                "Only one of the three repetitions with other random numbers finds the same types; "
                "otherwise the result depends on chance in the search.",
            ),
            (
                [1, 1, 0.5, 0.5, 0.9],
                "Only two of the five repetitions with other random numbers find the same types; "
                "otherwise the result depends on chance in the search.",
            ),
            (
                [0.5, 0.9],
                "Of the two repetitions with other random numbers, none finds the same types: they "
                "depend on chance in the search.",
            ),
        ],
    )
    def test_of_starts(self, index: list[float], text: str) -> None:
        assert wording.agreement_of_starts(index, "en") == text

    @pytest.mark.parametrize(
        ("index", "shares", "text"),
        [
            (
                [0.5, 0.9],
                [0.7, 1.0],
                "The types change most without “a” (index 0.50; 70.0\u202f% of the municipalities "
                "then stay in the same type). They depend least on “b” (0.90).",
            ),
            ([0.5], [NAN], "The types change most without “a” (index 0.50)."),
            ([1.0, 1.0], [1.0, 1.0], "Whichever item is left out, the types stay the same."),
            (
                [NAN, NAN],
                [NAN, NAN],
                "What would become of the types without single items could not be computed.",
            ),
        ],
    )
    def test_without_items(self, index: list[float], shares: list[float], text: str) -> None:
        items = ["a", "b"][: len(index)]
        data = released(item=items, adjusted_rand=index, matched_share=shares)
        assert wording.agreement_without_items(data, "en") == text

    def test_the_figure_without_items_is_described(self) -> None:
        data = released(item=["a", "b"], adjusted_rand=[0.5, 0.9])
        assert wording.alt_items(data, "en") == (
            "Dot plot: adjusted Rand index of the types without each item in turn, two in all, in "
            "order. Smallest without a (0.50), largest without b (0.90)."
        )
        assert wording.alt_items(released(item=["a"], adjusted_rand=[NAN]), "en") == (
            "Empty dot plot: the index could not be computed for any item (0 points)."
        )


class TestSplitting:
    STEP = "In the step from two to three types, as far as published, these come from"

    def _data(self, *moves: tuple[str, str]) -> Released:
        types = ["A: x", "B", "C"]
        return released(
            k=[2, 2] + [3] * (3 + len(moves)),
            type=["2.1", "2.2", *types, *(name for name, _ in moves)],
            origin=[""] * 5 + [origin for _, origin in moves],
            count=[60, 1040, 40, 50, pd.NA, *range(90, 90 - len(moves), -1)],
        )

    @pytest.mark.parametrize(
        ("moves", "text"),
        [
            ([("A: x", "2.1")], f"{STEP} one type each: A."),
            ([("B", "2.1"), ("B", "2.2")], f"{STEP} several types: B."),
            (
                [("A: x", "2.1"), ("B", "2.1"), ("B", "2.2")],
                f"{STEP} one type each: A; and these from several types: B.",
            ),
            ([], ""),
        ],
    )
    def test_where_types_come_from(self, moves: list[tuple[str, str]], text: str) -> None:
        assert wording.splitting_sentences(self._data(*moves), 3, "en") == text

    def test_the_first_step_starts_from_one(self) -> None:
        data = released(k=[1, 2, 2], type=["1.1", "A", "A"], origin=["", "", "1.1"], count=[9] * 3)
        assert wording.splitting_sentences(data, 2, "en") == (
            "In the step from one to two types, as far as published, these come from one type "
            "each: A."
        )

    def test_the_figure_is_described(self) -> None:
        assert wording.alt_splitting(self._data(("A: x", "2.1")), 3, "en") == (
            "Flow diagram: how the municipalities are divided among 2 to 3 types. At 3 types: "
            "A: x (40, mostly from type 2.1); B (50); C (number not published)."
        )
