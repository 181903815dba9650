from __future__ import annotations

import dataclasses
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import psutil
import pytest
from batches import article, files, rejected, run, texts, times
from troubled import bad, check_readable, children, digests, extract, gone, start, temporary, until

from pipeline.errors import WorkersError
from pipeline.run import settings
from pipeline.run.batch import make_task
from pipeline.run.plan import Job
from pipeline.run.stages import STAGES
from pipeline.run.workers.supervisor import Supervisor

News = Callable[..., Path]


@pytest.mark.parametrize("workers", [2, 4])
def test_the_bytes_do_not_depend_on_the_number_of_workers(
    corpus: Path, done: Path, tmp_path: Path, workers: int
) -> None:
    task = run("extract", corpus, out=tmp_path / "out", shard_size=3, workers=workers)
    assert files(tmp_path / "out") == files(done)
    (row,) = pd.read_parquet(tmp_path / "out" / "runs").to_dict("records")
    (alone,) = pd.read_parquet(done / "runs").to_dict("records")
    counted = [name for name in row if name.startswith("articles_")] + ["quotes", "claims", "words"]
    assert {name: row[name] for name in counted} == {name: alone[name] for name in counted}
    assert all(row[name] > 0 for name in row if name.startswith("seconds"))
    assert len(task.samples) == 6
    ours = [part for part in children(os.getpid()) if part.name() != "chromium"]  # which tests of the report left open
    assert not ours


def test_stages_by_workers_give_the_same_files(copy: Path, done: Path) -> None:
    for path in [*(copy / "quotes").iterdir(), *(copy / "claims").iterdir()]:
        path.unlink()
    assert run("quotes", out=copy, workers=2).run.articles_changed == 7
    assert run("claims", out=copy, workers=2).run.articles_changed == 7
    assert files(copy) == files(done)


def test_nothing_new_starts_no_worker(corpus: Path, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert not run("extract", corpus, out=copy, shard_size=3, workers=2).wrote


def test_many_changes_to_one_shard_come_one_after_the_other(news: News, trouble: Path, tmp_path: Path) -> None:
    extract(news(*map(article, range(7))), tmp_path, trouble)
    changed = [article(n, text=f"De fanfare speelt op dag {n}. Dat meldt het bestuur.") for n in range(7)]
    ran = extract(news(*changed), tmp_path, trouble, **{"shard-size": 1, "workers": 3})
    assert "7 changed" in ran.stdout, ran.stderr
    assert texts(tmp_path) == {row["id"]: row["text"] for row in changed}


@pytest.fixture
def bad_news(news: News) -> Path:
    """Forty good articles, and one each that kills, hangs, and hangs with the interpreter in its grip."""
    good = [article(number) for number in range(40)]
    bads = [bad(50, "MOORDENAAR"), bad(51, "HANGER"), bad(52, "GREEP")]
    return news(*good[:7], bads[0], *good[7:20], bads[1], *good[20:33], bads[2], *good[33:])


def test_one_that_kills_and_those_that_hang_are_rejected_and_all_others_done(
    bad_news: Path, news: News, trouble: Path, tmp_path: Path
) -> None:
    ran = extract(bad_news, tmp_path / "out", trouble, deadline=6)
    assert ran.returncode == 0, ran.stderr
    assert "40 articles new" in ran.stdout
    assert set(texts(tmp_path / "out")) == {f"a{n:03}" for n in range(40)}
    reasons = {"bad-moordenaar": "crashed", "bad-hanger": "timeout", "bad-greep": "timeout"}
    assert rejected(tmp_path / "out") == reasons
    details = pd.read_parquet(tmp_path / "out" / "rejected").set_index("article_id")["detail"]
    assert details["bad-moordenaar"] == "tokenize: the process died 3 times (signal 9)"
    assert details["bad-hanger"] == "tokenize: not done after 6 seconds"
    assert ran.stderr.count("worker died") == 3
    assert ran.stderr.count("worker hangs") == 2
    assert not temporary(tmp_path / "out")

    before = times(tmp_path / "out")
    again = extract(bad_news, tmp_path / "out", trouble, deadline=6, env={"ZEGSMAN_STRICT": "true"})
    assert "Nothing to do" in again.stdout
    assert again.returncode == 3, "by --strict"
    assert times(tmp_path / "out") == before

    alone = extract(news(*(article(number) for number in range(40))), tmp_path / "good", trouble, **{"shard-size": 100})
    assert alone.returncode == 0
    rows = [pd.read_parquet(tmp_path / out / "quotes").sort_values("quote_id") for out in ("out", "good")]
    assert rows[0].to_json(orient="records") == rows[1].to_json(orient="records")


def test_one_death_condemns_nobody_and_leaves_the_same_bytes(news: News, trouble: Path, tmp_path: Path) -> None:
    source = news(*(article(number) for number in range(12)), bad(30, "EENMAAL"))
    once = {"ZEGSMAN_TROUBLE_ONCE": str(tmp_path / "once")}
    ran = extract(source, tmp_path / "out", trouble, env=once)
    assert ran.returncode == 0
    assert ran.stderr.count("worker died") == 1
    assert extract(source, tmp_path / "undisturbed", trouble, env=once).stderr == ""
    assert digests(tmp_path / "out") == digests(tmp_path / "undisturbed")


def test_an_article_that_comes_back_as_a_killer_keeps_its_last_good_rows(
    news: News, trouble: Path, tmp_path: Path
) -> None:
    extract(news(article(0), article(1)), tmp_path, trouble)
    killer = article(1, text="MOORDENAAR")
    extract(news(article(0), killer), tmp_path, trouble)
    assert rejected(tmp_path) == {"a001": "crashed"}
    assert texts(tmp_path)["a001"] == article(1)["text"]
    assert "a001" in set(pd.read_parquet(tmp_path / "quotes")["article_id"])


def test_what_was_condemned_is_tried_again_when_asked(news: News, trouble: Path, tmp_path: Path) -> None:
    source = news(article(0), bad(1, "EENMAAL"))
    lethal = {"ZEGSMAN_TROUBLE_ONCE": str(tmp_path / "no" / "such" / "folder")}  # raises: rejected as failed
    extract(source, tmp_path / "out", trouble, env=lethal)
    assert rejected(tmp_path / "out") == {"bad-eenmaal": "failed"}
    extract(
        source,
        tmp_path / "out",
        trouble,
        env={"ZEGSMAN_TROUBLE_ONCE": str(tmp_path / "once"), "ZEGSMAN_RETRY_FAILED": "1"},
    )
    assert rejected(tmp_path / "out") == {}
    assert "bad-eenmaal" in texts(tmp_path / "out")


@pytest.mark.parametrize("word", ["HANGER", "GREEP"])
def test_no_worker_outlives_a_killed_parent(news: News, trouble: Path, tmp_path: Path, word: str) -> None:
    process = start(
        news(article(0), bad(1, word)), tmp_path / "out", trouble, env={"ZEGSMAN_TROUBLE_LOG": str(tmp_path / "log")}
    )
    until(lambda: (tmp_path / "log").exists() and word in (tmp_path / "log").read_text())
    left = children(process.pid)
    assert left
    process.kill()
    process.wait()
    until(lambda: gone(left), seconds=5)


def test_workers_are_replaced_after_so_many_articles(news: News, trouble: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    source = news(*(article(number) for number in range(12)))
    env = {"ZEGSMAN_TROUBLE_LOG": str(log), "ZEGSMAN_RECYCLE": "4"}
    ran = extract(source, tmp_path / "out", trouble, env=env, **{"shard-size": 2})
    assert ran.returncode == 0, ran.stderr
    words = pd.Series([line.split()[0] for line in log.read_text().splitlines()])
    worked = words.value_counts() - 1  # the first text is the one that every worker tries its model on
    assert sum(worked) == 12
    assert len(worked) >= 3
    assert max(worked) <= 4


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_drops_the_shards_at_hand_and_keeps_the_others(
    news: News, trouble: Path, tmp_path: Path, number: int
) -> None:
    out = tmp_path / "out"
    source = news(*(article(n) for n in range(30)), bad(40, "HANGER"))
    process = start(source, out, trouble)
    until(lambda: len(list((out / "claims").glob("*.parquet"))) == 3)
    left = children(process.pid)
    process.send_signal(number)
    assert process.wait(20) == 128 + number
    assert "Stopped" in process.stderr.read()
    assert gone(left)
    assert not temporary(out)
    assert check_readable(out) == 30
    (row,) = pd.read_parquet(out / "runs").to_dict("records")
    assert (row["status"], row["articles_new"]) == ("failed", 30)


def test_workers_told_to_stop_leave_that_to_their_parent(news: News, trouble: Path, tmp_path: Path) -> None:
    """Ctrl-C and systemd send the signal to all processes of a run."""
    process = start(news(bad(1, "HANGER")), tmp_path / "out", trouble, deadline=3)
    for worker in until(lambda: children(process.pid)):
        until(lambda: worker.status() == psutil.STATUS_SLEEPING and worker.cpu_times().user > 0.5)  # noqa: B023  now
        worker.send_signal(signal.SIGTERM)
        worker.send_signal(signal.SIGINT)
    assert process.wait(60) == 0
    assert rejected(tmp_path / "out") == {"bad-hanger": "timeout"}


def test_workers_that_cannot_be_started_end_the_run(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(WorkersError, match=r"^Z503 .*exit status 1"):
        run("extract", corpus, out=tmp_path, workers=2)


def test_an_error_of_a_worker_is_raised_as_it_is(corpus: Path, tmp_path: Path) -> None:
    broken = tmp_path / "model"
    broken.mkdir()
    (broken / "config.cfg").write_text("[nlp]\nlang = 'xx'\n")
    ran = extract(corpus, tmp_path / "out", broken)
    assert ran.returncode == 1
    assert ran.stderr.startswith("Z201 ")


def test_a_worker_with_other_code_is_refused(tmp_path: Path) -> None:
    task = make_task(STAGES, settings=settings.load(), command="test")
    spec = dataclasses.replace(task.spec(), code="older")
    with Supervisor(1, deadline=10, recycle=10) as workers, pytest.raises(WorkersError, match="other code"):
        list(workers.run([Job("s1")], tmp_path, spec))


FIVE = [article(number) for number in range(5)]


def test_one_core_does_a_few_articles_without_a_second_process(
    news: News, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    run("extract", news(*FIVE), out=tmp_path / "out", workers=1, alone=False)
    assert len(texts(tmp_path / "out")) == 5
    with pytest.raises(WorkersError):
        run("extract", news(*FIVE, *(article(n) for n in range(5, 11))), out=tmp_path / "out", workers=1, alone=False)


def test_one_core_survives_killers_and_hangers_too(news: News, trouble: Path, tmp_path: Path) -> None:
    source = news(*FIVE, bad(50, "MOORDENAAR"), bad(51, "HANGER"))
    ran = extract(source, tmp_path / "out", trouble, workers=1, deadline=4)
    assert ran.returncode == 0, ran.stderr
    assert rejected(tmp_path / "out") == {"bad-moordenaar": "crashed", "bad-hanger": "timeout"}
    assert len(texts(tmp_path / "out")) == 5


def test_after_a_run_that_was_killed_even_a_single_article_is_watched(
    news: News, trouble: Path, tmp_path: Path
) -> None:
    source = news(bad(50, "MOORDENAAR"))
    assert extract(source, tmp_path / "out", trouble, workers=1).returncode == -signal.SIGKILL
    again = extract(source, tmp_path / "out", trouble, workers=1)
    assert again.returncode == 0, again.stderr
    assert rejected(tmp_path / "out") == {"bad-moordenaar": "crashed"}
