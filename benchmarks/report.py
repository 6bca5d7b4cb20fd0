"""What the benchmark found, as Markdown."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

from agreement import LUCK, STANDARD_ERRORS, Check
from findings import LARGEST, SMALLEST, Findings
from measuring import COMMANDS, RSCRIPT, SIDES, Measured

from typfrage.validity import Settings

MOST_SECONDS, LEAST_RATIO, MOST_TIMES, MOST_GIGABYTES = 10, 20, 5, 2
# What the whole table's defaults are, for a comparison with the other sides.
D = Settings()
WHOLE = {
    "types": ("types", 1),
    "silhouette": ("silhouette", 1),
    "gap": ("gap statistic", D.gap_samples),
    "prediction_strength": ("prediction strength", D.splits),
    "jaccard": ("bootstrap Jaccard", D.bootstrap),
    "instability": ("instability", D.pairs),
    "null": ("null benchmark", D.null_samples),
    "latent_classes": ("latent classes (StepMix)", 1),
}
PACKAGES = ("numpy", "scipy", "pandas", "numba", "scikit-learn", "joblib", "stepmix")
NOTHING = "–"


def report(findings: Findings, seconds: float) -> str:
    """Write everything up."""
    parts = [
        "# Speed, memory, agreement",
        f"Written by `make bench` on {date.today():%Y-%m-%d} in {seconds / 60:.0f} min; "
        "`benchmarks/criteria.py` says how. Answers to “choose up to three of twelve” from four "
        "planted types.",
        "## Machine",
        machine(),
        "## The bars",
        bars(findings),
        "## The whole table",
        "Everything that `typfrage evaluate` computes, for 1 to 8 types with the defaults "
        f"({D.bootstrap:,} bootstrap samples, {D.gap_samples} reference samples, {D.splits} "
        f"splits, {D.pairs} pairs of samples, {D.null_samples} null matrices with "
        f"{D.null_replicates} bootstrap samples each; {D.starts} starts of the types, "
        f"{D.resample_starts} in resamples and null matrices, {D.reference_starts} in reference "
        "samples and in the bootstrap samples of null matrices), on all cores, without reading the "
        "file.",
        whole_table(findings),
        first_call(findings),
        "## One criterion at a time",
        "One core each, the same number of resamples (B) and starts (those of the whole table) "
        "on all sides, which run in turns. typfrage: median of at least 3 runs (fastest in "
        "brackets); the others: median of as many as fit in 3 s, at least one. A ratio is how many "
        "times as long the other side takes. B is small so that the slowest side stays under a "
        "minute; *about* is what fewer answers let expect where that is more than 20 s, and was "
        "not run. Peak: largest resident memory, in MB, of a process that has done nothing else, "
        "interpreter and packages included. The distinct answers are found where the types are, "
        "and timed there.",
        *criteria(findings),
        scaled(findings),
        "## Do the numbers agree?",
        agreement(findings),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def write_results(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def bars(findings: Findings) -> str:
    rows = []
    small, large = findings.table.get(SMALLEST), findings.table.get(LARGEST)
    if small:
        rows.append(
            bar(
                f"whole table, {SMALLEST} answers: under {MOST_SECONDS} s",
                f"{small.median:.1f} s",
                small.median < MOST_SECONDS,
            )
        )
    for side in SIDES[1:]:
        ratios = {
            criterion: ratio
            for (criterion, rows_), cell in findings.cells.items()
            if rows_ == SMALLEST and (ratio := times(cell, side)) is not None
        }
        if ratios:
            text = ", ".join(f"{WHOLE[name][0]} {number(r)}" for name, r in ratios.items())
            reached = min(ratios.values()) >= LEAST_RATIO
            what = f"each criterion at least {LEAST_RATIO} times as fast as {side}, one core each"
            rows.append(bar(f"{what}, {SMALLEST} answers", text, reached))
    if small and large:
        more = large.median / small.median
        what = f"{LARGEST:,} answers: less than {MOST_TIMES} times the time of {SMALLEST}"
        rows.append(bar(what, f"{more:.1f} times ({large.median:.1f} s)", more < MOST_TIMES))
    if large and large.peak:
        gigabytes = large.peak / 1024
        what = f"{LARGEST:,} answers: memory under {MOST_GIGABYTES} GB"
        rows.append(bar(what, f"{gigabytes:.2f} GB", gigabytes < MOST_GIGABYTES))
    return markdown(("bar", "measured", ""), rows)


def bar(what: str, measured: str, reached: bool) -> tuple[str, str, str]:
    return what, measured, "reached" if reached else "**missed**"


def whole_table(findings: Findings) -> str:
    rows = []
    small = findings.table.get(SMALLEST)
    for count, measured in findings.table.items():
        rows.append(
            (
                f"{count:,}",
                str(findings.patterns[count]),
                f"{measured.median:.1f} s",
                f"{min(measured.seconds):.1f} – {max(measured.seconds):.1f} s"
                f" ({len(measured.seconds)})",
                f"{measured.median / small.median:.1f}" if small else NOTHING,
                megabytes(measured.peak),
                megabytes(measured.before),
            )
        )
    head = ("answers", "distinct", "median", "runs", "× 412", "peak MB", "before the call")
    return markdown(head, rows)


def first_call(findings: Findings) -> str:
    first, second = findings.first_call
    return (
        f"Compilation, once per installation: the first call on a new machine takes {first:.0f} s "
        f"with hardly any resamples, the same in a new process afterwards {second:.1f} s."
    )


def criteria(findings: Findings) -> list[str]:
    parts = []
    for count in dict.fromkeys(rows for _, rows in findings.cells):
        cells = {name: cell for (name, rows), cell in findings.cells.items() if rows == count}
        rows = []
        for name, cell in cells.items():
            samples = findings.samples[name][count]
            rows.append(
                (
                    WHOLE[name][0],
                    str(samples) if samples else NOTHING,
                    *(seconds(cell[side]) for side in SIDES),
                    *(number(times(cell, side)) for side in SIDES[1:]),
                    " / ".join(megabytes(cell[side].peak) for side in SIDES),
                )
            )
        ks = "2 … 8" if count < 40_000 else "4"
        note = f"### {count:,} answers, k = {ks} (latent classes: 4; gap: from 1)"
        head = ("criterion", "B", *SIDES, "× scikit-learn", "× R", "peak MB")
        parts += [note, markdown(head, rows)]
    return parts


def scaled(findings: Findings) -> str:
    """What the whole table's resamples would take, from the times per resample."""
    rows = []
    totals = dict.fromkeys(SIDES, 0.0)
    for (name, count), cell in findings.cells.items():
        if count != SMALLEST or name in ("types", "silhouette", "latent_classes"):
            continue
        full = WHOLE[name][1]
        estimates = []
        for side in SIDES:
            if cell[side].seconds:
                estimate = cell[side].median / findings.samples[name][count] * full
                totals[side] += estimate
                estimates.append(f"{estimate:.1f} s")
            else:
                estimates.append(NOTHING)
        rows.append((WHOLE[name][0], str(full), *estimates))
    if not rows:
        return ""
    rows.append(
        ("together, as far as there are any", "", *(f"{totals[side]:.0f} s" for side in SIDES))
    )
    return (
        f"### The whole table's resamples at {SMALLEST} answers, one core, by the time per "
        "resample above\n\n" + markdown(("criterion", "B", *SIDES), rows)
    )


def agreement(findings: Findings) -> str:
    kinds = {
        "exact": "**The same partition, the same number** (largest difference):",
        "optimum": "**The optimum is as good or better** (by how much the other side is worse, at "
        "least and at most; below zero its starts were luckier somewhere, which is allowed up "
        f"to {LUCK:.1%}). This is not only speed: with as many starts, Lloyd's and Hartigan–Wong's "
        "algorithms often stop at poorer partitions of answers that repeat, and types found in "
        "resamples are then less alike. Stability compares only where all find the same:",
        "Monte Carlo": "**Means over resamples** (largest difference of all numbers of types, in "
        f"standard errors; allowed {STANDARD_ERRORS:.0f}). *same search*: scikit-learn's loops "
        "over rows, with typfrage's k-means in them, on the answers above. scikit-learn and R: as "
        "they are, on clearer types, k = 4, which all sides find:",
    }
    parts = []
    for kind, text in kinds.items():
        checks = [check for check in findings.checks if check.kind == kind]
        if checks:
            head = ("criterion", "with", "answers", "numbers", "largest", "")
            parts += [text, markdown(head, [line(check) for check in checks])]
    return "\n\n".join(parts)


def line(check: Check) -> tuple[str, ...]:
    worst = {
        "exact": f"{check.worst:.0e}",
        "optimum": f"{check.least:.2%} … {check.worst:.2%}",
        "Monte Carlo": f"{check.worst:.1f}",
    }[check.kind]
    verdict = "agrees" if check.agrees else "**disagrees**"
    what = check.criterion.replace("_", " ")
    return what, check.side, f"{check.rows:,}", str(check.count), worst, verdict


def times(cell: dict[str, Measured], side: str) -> float | None:
    """How many times as long another side takes."""
    if not cell[side].seconds or not cell["typfrage"].seconds:
        return None
    return cell[side].median / cell["typfrage"].median


def number(ratio: float | None) -> str:
    return NOTHING if ratio is None else f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:.1f}"


def seconds(measured: Measured) -> str:
    if not measured.seconds:
        return NOTHING if measured.why_not == "not there" else measured.why_not
    median, least = measured.median, min(measured.seconds)
    if len(measured.seconds) == 1:
        return duration(median)
    return f"{duration(median)} ({duration(least)})"


def duration(value: float) -> str:
    return f"{value * 1000:.2g} ms" if value < 0.1 else f"{value:.2f} s"


def megabytes(size: float | None) -> str:
    return NOTHING if size is None else f"{size:,.0f}"


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    table = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in table)


def machine() -> str:
    """Describe what was measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{processor()}, {os.cpu_count()} cores, {memory:.0f} GB; {system()}; "
        f"Python {platform.python_version()}, {packages}; {r_versions()}."
    )


def processor() -> str:
    info = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*: (.*)", info.read_text()) if info.exists() else None
    return found[1] if found else platform.processor() or platform.machine()


def system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.system()


def r_versions() -> str:
    if RSCRIPT is None:
        return "R not installed"
    command = [*COMMANDS["R"], "versions"]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return ", ".join(" ".join(row.split()) for row in found.splitlines())
