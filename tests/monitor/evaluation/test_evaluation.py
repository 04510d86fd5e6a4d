"""Labelled tables as people write them, and what is told of judgements beside labels."""

from __future__ import annotations

import json

import numpy as np
import pytest
from histories import NOON
from judges import assessor

from monitor.errors import Reason, Unreadable, YuqingError
from monitor.evaluation import charts, tables
from monitor.evaluation.judgement import Judgement, judgement_of
from monitor.evaluation.labelled import SENTIMENTS, LabelledRow, parse_labelled, parse_labelled_map
from monitor.evaluation.measure import Evaluation, evaluate
from monitor.evaluation.outcome import JudgedBy, MeasuredFile, Measurement, encode_measurement
from monitor.evaluation.quality import Counts
from monitor.evaluation.worst import weight, worst
from monitor.judging.arrival import Arrival
from monitor.records import Label, LexiconRef, Mention, Source

HEAD = "id\tsource\tsentiment\tlevel\tcategories\ttext\n"


def parsed(content: str, **mapping: str) -> list[LabelledRow]:
    return parse_labelled("set.tsv", content, mapping, "manual")


def told(content: str, **mapping: str) -> str:
    with pytest.raises(YuqingError) as refused:
        parsed(content, **mapping)
    return str(refused.value)


# ---------------------------------------------------------------- tables


def test_a_row_with_all_its_labels() -> None:
    [row] = parsed(HEAD + "7\t12345\tneg\t2\tsafety,service\t电梯停了\n")
    assert row == LabelledRow("set.tsv", 2, "7", "12345", "电梯停了", None, "negative", 2, ("service", "safety"))
    assert (row.kind, row.place) == ("complaint", "set.tsv:2")
    assert parsed(HEAD + "7\tweibo\tneg\t2\t\t电梯停了")[0].kind == "post"


def test_public_sets_have_a_text_and_a_label() -> None:
    rows = parsed('text,label,emotion\n"很好，\n下次再来",positive,happy\n一般,neutral,\n差,0,\n好,1,\n')
    assert [(row.line, row.sentiment) for row in rows] == [
        (2, "positive"), (4, "neutral"), (5, "negative"), (6, "positive"),
    ]  # fmt: skip
    assert rows[0].text == "很好，\n下次再来"
    assert {(row.source, row.level, row.categories) for row in rows} == {("manual", None, None)}


def test_quotes_in_tables_of_tabs_are_what_they_are() -> None:
    rows = parsed('label\ttext\nneg\t"垃圾"没人清\nneg\t"还差\npos\t"谢谢""物业"""\nneg\t没完"\n')
    assert [row.text for row in rows] == ['"垃圾"没人清', '"还差', '谢谢"物业"', '没完"']


def test_a_table_of_tabs_with_line_ends_in_its_cells() -> None:
    rows = parsed('label\ttext\r\nneg\t"第一行\n第二行"\r\npos\t好\r\n')
    assert [(row.line, row.text) for row in rows] == [(2, "第一行\n第二行"), (4, "好")]


def test_columns_that_are_called_otherwise() -> None:
    mapping = parse_labelled_map("text=内容, sentiment=情感,title=标题")
    [row] = parsed("标题,内容,情感,text\n电梯,停了,负面,别的\n", **mapping)
    assert (row.title, row.text, row.sentiment) == ("电梯", "停了", "negative")


def test_a_title_is_read_only_where_it_is_asked_for() -> None:
    assert parsed("title,text,label\n电梯,停了,0\n")[0].title is None


def test_all_that_is_wrong_is_told_by_line_and_field() -> None:
    rows = [
        "1\tweibo\tbad\t1\t\t甲",
        "2\tweibo\tneg\t4\t\t乙",
        "3\tweibo\tneg\t1\tnoise\t丙",
        "4\tweibo\tneg\t1\t\t",
        "x",
    ]
    lines = told(HEAD + "\n".join(rows)).splitlines()
    assert lines[0].startswith("set.tsv:2: sentiment: 'bad' is none of neg, neu, pos")
    assert lines[1] == "set.tsv:3: level: '4' is none of 0, 1, 2, 3"
    assert lines[2].startswith("set.tsv:4: categories: 'noise' is none of service")
    assert lines[3] == "set.tsv:5: text: empty"
    assert lines[4] == "set.tsv:6: 1 cells under 6 columns"


def test_of_many_problems_the_first_are_told_and_the_others_counted() -> None:
    assert told("label\ttext\n" + "bad\t甲\n" * 25).splitlines()[-1] == "… and 15 more"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "set.tsv: empty"),
        ("text,label\n", "set.tsv: no rows"),
        ("label,words\n1,好\n", "set.tsv:1: no column text; there are label, words"),
        ("id,text\n1,好\n", "no column sentiment (or label) or level"),
        ("text,sentiment,categories\n好,pos,\n", "no column level"),
        ('text,label\n"好"坏,1\n', "set.tsv:2: no row of cells"),
        ('text,label\n好,1\n"没完,0\n', "set.tsv:3: no row of cells"),
    ],
)
def test_tables_that_cannot_be_meant(content: str, complaint: str) -> None:
    assert complaint in told(content)


def test_mappings_that_cannot_be_meant() -> None:
    assert "no such column; there are a, b" in told("a,b\n1,2\n", text="c")
    for written, complaint in (("text", "is not field=column"), ("x=y", "unknown field"), ("id=a,id=b", "twice")):
        with pytest.raises(YuqingError, match=complaint):
            parse_labelled_map(written)


# ---------------------------------------------------------------- figures


def row(
    sentiment: Label | None, level: int | None, *categories: str, source: str = "weibo", line: int = 2
) -> LabelledRow:
    codes = None if level is None else categories
    return LabelledRow("set.tsv", line, "1", source, "字", None, sentiment, level, codes)


def said(sentiment: Label, score: float, level: int = 0, *categories: str) -> Judgement:
    return Judgement(sentiment, score, level, categories)


ROWS = [
    row("negative", 3, "casualty", "safety"),
    row("negative", 1, "service", source="12345"),
    row("neutral", 0),
    row("positive", 0),
]
JUDGED = [
    said("negative", -0.9, 3, "casualty"),
    said("neutral", -0.1, 2, "service", "safety"),
    said("neutral", 0.1, 0, "market"),
    said("positive", 0.7, 0),
]


def draws(rows: int, resamples: int = 50) -> Counts:
    random = np.random.default_rng(0)
    return np.stack([np.bincount(random.integers(0, rows, rows), minlength=rows) for _ in range(resamples)]).astype(
        np.uint8
    )


@pytest.fixture
def found() -> Evaluation:
    return evaluate(ROWS, JUDGED, draws(4))


def test_figures_by_hand(found: Evaluation) -> None:
    values = {name: figure.value for name, figure in found.figures.items()}
    # negative 2/3, neutral 2/3, positive 1
    assert values["sentiment.macro_f1"] == pytest.approx(7 / 9)
    assert values["sentiment.accuracy"] == 0.75
    assert values["sentiment.auc"] == values["sentiment.two_class_f1"] == 1.0
    # seen: 1; by chance, labelled 0, 0, 1, 3 against judged 0, 0, 2, 3: (26 + 7 + 19) / 4 = 13
    assert values["level.kappa"] == pytest.approx(1 - 1 / 13)
    assert values["level.accuracy"] == 0.75
    assert values["level.severe_recall"] == values["level.severe_precision"] == 1.0
    # on the two rows of level ≥ 1: TP casualty, service; FP safety; FN safety. The market of a row of level 0 is none
    assert values["categories.micro_f1"] == pytest.approx(2 / 3)
    assert (values["categories.f1.casualty"], values["categories.f1.safety"]) == (1.0, 0.0)
    assert "categories.f1.market" not in values


def test_the_majority_answers_one_thing(found: Evaluation) -> None:
    base = {name: figure.majority for name, figure in found.figures.items()}
    assert base["sentiment.macro_f1"] == pytest.approx((2 / 3) / 3)
    assert (base["sentiment.accuracy"], base["sentiment.auc"]) == (0.5, 0.5)
    assert (base["level.accuracy"], base["level.severe_recall"]) == (0.5, 0.0)
    assert base["level.severe_precision"] is None
    # service is the first of the most frequent: TP 1, FP 1, FN 2
    assert base["categories.micro_f1"] == pytest.approx(2 / 5)


def test_rows_that_a_figure_rests_on(found: Evaluation) -> None:
    rows = {name: figure.rows for name, figure in found.figures.items()}
    assert (rows["sentiment.macro_f1"], rows["sentiment.auc"], rows["level.severe_recall"]) == (4, 3, 1)
    assert (rows["categories.micro_f1"], rows["categories.recall.safety"]) == (2, 1)


def test_intervals_hold_the_value_and_a_perfect_share_is_no_certainty(found: Evaluation) -> None:
    figure = found.figures["sentiment.accuracy"]
    assert figure.interval
    assert figure.interval[0] <= 0.75 <= figure.interval[1]
    severe = found.figures["level.severe_recall"]
    assert severe.interval == pytest.approx((1 / (1 + 1.959964**2), 1.0))


def test_another_scorer_stands_beside(found: Evaluation) -> None:
    other = [said("positive", 0.5, 3, "casualty"), *JUDGED[1:]]
    figure = evaluate(ROWS, JUDGED, draws(4), other).figures["sentiment.accuracy"]
    assert (figure.value, figure.beside) == (0.75, 0.5)
    assert figure.difference
    assert figure.difference[0] >= 0.0
    same = evaluate(ROWS, JUDGED, draws(4), JUDGED).figures["sentiment.accuracy"]
    assert (same.beside, same.difference) == (0.75, (0.0, 0.0))
    assert found.figures["sentiment.accuracy"].beside is None


def test_tables_by_group(found: Evaluation) -> None:
    assert [(group.name, group.rows) for group in found.groups["source"]] == [("weibo", 3), ("12345", 1)]
    assert found.groups["source"][1].figures["level.accuracy"].value == 0.0
    assert set(found.groups) == {"source"}
    assert found.confusion["sentiment"] == [[1, 1, 0], [0, 1, 0], [0, 0, 1]]
    assert found.categories == {"service": (1, 1), "safety": (1, 1), "casualty": (1, 1)}


def test_labels_that_are_not_there_have_no_figures() -> None:
    only = evaluate([row("negative", None), row("positive", None)], JUDGED[2:], draws(2))
    assert {name.partition(".")[0] for name in only.figures} == {"sentiment"}
    assert (set(only.confusion), only.categories) == ({"sentiment"}, {})
    levels = evaluate([row(None, 0), row(None, 2, "service")], JUDGED[:2], draws(2))
    assert {name.partition(".")[0] for name in levels.figures} == {"level", "categories"}
    assert levels.reliability == []


def test_what_could_not_be_judged_counts_as_nothing() -> None:
    judged = [judgement_of(Unreadable(Reason.JUDGEMENT_FAILED, "why")), *JUDGED[1:]]
    found = evaluate(ROWS, judged, draws(4))
    assert (found.unjudged, found.figures["level.severe_recall"].value) == (1, 0.0)


# ---------------------------------------------------------------- errors


def test_a_severe_matter_missed_is_graver_than_anything() -> None:
    missed = weight(row("negative", 3, "casualty"), said("negative", -0.9, 1, "service"))
    raised = weight(row("negative", 1, "service"), said("positive", 1.0, 3, "casualty"))
    assert missed > raised > weight(row("negative", 1), said("neutral", 0.0, 1)) > 0
    assert weight(row("negative", 1, "service"), said("negative", -0.1, 1, "service")) == 0


def test_errors_are_told_with_masked_text_and_parts() -> None:
    text = "杭州阳光雅苑3号楼电梯坏了没人修，电话13800138000"
    mention = Mention(id="1", source="weibo", text=text, published_at=NOON)
    result = assessor().assess([Arrival(mention, NOON, Source(topic="t", partition=0, offset=1))])
    judged = judgement_of(result[0], told=True)
    [error] = worst([row("positive", 0), row("neutral", judged.level, *judged.categories)][:1], [judged])
    assert "13800138000" not in error.text
    assert "*" * 11 in error.text
    assert error.parts == judged.told.risk.parts if judged.told else False
    assert error.parts
    assert "电梯" in tables.told(error)


def test_errors_are_few_and_in_order() -> None:
    rows = [row("negative", 1, line=line) for line in range(2, 32)]
    judged = [said("neutral", 0.0, 3 if line == 9 else 2, "service") for line in range(2, 32)]
    errors = worst(rows, judged)
    assert [error.place for error in errors] == [f"set.tsv:{line}" for line in (9, *range(2, 9), *range(10, 22))]


# ---------------------------------------------------------------- how it is told


def measurement(found: Evaluation) -> Measurement:
    by = JudgedBy("0", "plain", LexiconRef(name="property", version="1", digest="d"))
    return Measurement([MeasuredFile("set.tsv", "0" * 64, 4)], by, 50, 1, found)


def test_json_has_every_figure_and_no_row(found: Evaluation) -> None:
    written = json.loads(encode_measurement(measurement(found)))
    assert written["figures"]["level.accuracy"]["value"] == 0.75
    assert written["errors"] is None
    assert written["classes"] == {"sentiment": ["negative", "neutral", "positive"], "level": [0, 1, 2, 3]}
    assert encode_measurement(measurement(found)) == encode_measurement(measurement(found))


def test_tables_are_aligned_and_whole(found: Evaluation) -> None:
    told = list(tables.tables(found, None))
    assert [table.title.split()[0] for table in told] == [
        "Figures",
        "Confusion",
        "Confusion",
        "Categories,",
        "By",
        "Reliability",
    ]
    assert all(len(line) == len(table.header) for table in told for line in table.rows)
    lines = list(tables.aligned(told[0]))
    assert lines[2].split() == ["sentiment", "macro-F1", "4", "0.778", *lines[2].split()[4:]]


def test_charts_lie_inside_of_their_plots(found: Evaluation) -> None:
    for span in (*charts.headlines(found), *charts.by_category(found)):
        for place in (span.at, span.start, span.end, span.majority):
            assert place is None or 0 <= place <= 100
    curve = charts.curve(found.reliability)
    assert sum(point.bin.rows for point in curve) == 4
    assert [point.x for point in curve] == sorted(point.x for point in curve)
    # a score of −0.9 whose rows are all negative: far left, at the bottom
    assert (curve[0].x, curve[0].y) == (5.0, 100.0)


def test_a_row_says_its_sentiment_once() -> None:
    head = "sentiment\tlabel\ttext\n"
    assert "set.tsv:2: sentiment: 'neg', but label says 'pos'" in told(head + "neg\tpos\t甲")
    assert [row.sentiment for row in parsed(head + "neg\tnegative\t甲\npos\t\t乙\nneg\t投诉\t丙")] == [
        "negative", "positive", "negative",
    ]  # fmt: skip
    # who says which column counts has said so
    assert [row.sentiment for row in parsed(head + "neg\tpos\t甲", sentiment="label")] == ["positive"]


def test_every_word_that_is_taken_is_told() -> None:
    complaint = told("label\ttext\nbad\t甲\n")
    assert all(word in complaint for word in SENTIMENTS)
