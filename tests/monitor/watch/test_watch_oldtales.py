"""Old news that comes back: told as such, by nobody's alarm, until something new or many say so."""

from __future__ import annotations

from histories import judged, only, run, told

OLD = {
    "text": "三年前高空坠物砸死人的监控视频，现在看还是心惊",
    "categories": ["casualty", "safety"],
    "signs": ["old_news"],
}


def test_old_news_alone_is_grade_two_and_sends_nobody():
    step = run([judged("a:1", level=3, urgent=True, **OLD)])
    alert = only(step.alerts)
    assert (alert.transition, alert.grade, alert.urgent) == ("opened", 2, False)
    assert "【疑似旧闻】" in alert.headline
    assert alert.first_step.startswith("疑似旧闻：先核实原事件的日期")
    assert not any("拨打120" in line for line in alert.advice)


def test_what_happened_now_is_grade_three_beside_it_and_no_old_news():
    step = run([judged("a:1", level=3, **OLD), judged("a:2", 1, 3, ["casualty", "safety"])])
    assert told(step.alerts)[-1][1] == 3
    assert "旧闻" not in step.alerts[-1].headline
    assert "旧闻" not in step.alerts[-1].first_step


def test_what_somebody_complains_of_is_his_matter_now_however_old():
    step = run([judged("a:1", level=3, kind="complaint", **OLD)])
    assert told(step.alerts)[-1] == ("opened", 3)


def test_old_news_that_the_press_prints_again_is_grade_three():
    step = run([judged("a:1", level=3, **{**OLD, "signs": ["old_news", "official_media"]})])
    assert told(step.alerts)[-1] == ("opened", 3)
