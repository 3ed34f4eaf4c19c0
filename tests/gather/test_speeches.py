"""One speech in several reports is told from one text in several."""

from __future__ import annotations

import random

from whence.analyse.article import analyse_article
from whence.gather.actors import merge_actors
from whence.gather.lineage import trace_lineage
from whence.gather.speeches import find_speeches
from whence.model import Article, Moment, Precision, Speech

SAID = "We will not leave the harbour before every diver is found"
GAZETTE = (
    f'Ada Merrow, the mayor of Varn, spoke at the quay on Monday. "{SAID}," Merrow said.\n\n'
    "Boats from three towns had come to help, and the fog was lifting."
)
HERALD = (
    f"VARN - “{SAID},” mayor Ada Merrow told reporters in the rain, before she went "
    "home.\n\nNobody in the crowd asked how long the search would go on for."
)
OTHER = 'Tom Ashe, a fisherman, was tired. "I have not slept for two nights now," Ashe said.'


def speeches(texts: dict[str, str], seed: int = 0) -> tuple[Speech, ...]:
    articles = [
        Article(
            name,
            text,
            outlet=name,
            published=Moment(f"2031-05-0{n}T09:00:00Z", Precision.MINUTE, "Z", "given"),
        )
        for n, (name, text) in enumerate(texts.items(), 1)
    ]
    random.Random(seed).shuffle(articles)
    analyses = [analyse_article(a) for a in articles]
    actors = merge_actors(analyses)
    names = {a.id: a.name for a in actors.values()}
    found = find_speeches(analyses, actors, trace_lineage(articles))
    assert all(s.holder in names for s in found)
    return found


def test_words_of_one_speaker_in_two_outlets_are_one_speech_out_of_two_texts():
    (found,) = speeches({"gazette": GAZETTE, "herald": HERALD, "post": OTHER})
    assert [q.article for q in found.quotes] == ["gazette", "herald"]
    told = [t[slice(*q.spans[0])] for t, q in zip((GAZETTE, HERALD), found.quotes, strict=True)]
    assert [words.rstrip(",") for words in told] == [SAID, SAID]
    assert found.origins == ("gazette", "herald")


def test_a_copy_of_the_report_adds_an_outlet_and_no_text():
    (found,) = speeches({"gazette": GAZETTE, "mirror": GAZETTE})
    assert [q.article for q in found.quotes] == ["gazette", "mirror"]
    assert found.origins == ("gazette",)


def test_what_one_outlet_alone_quotes_is_no_tie():
    assert speeches({"gazette": GAZETTE, "post": OTHER}) == ()


def test_the_order_of_the_reports_does_not_matter():
    texts = {"gazette": GAZETTE, "herald": HERALD, "mirror": GAZETTE}
    assert len({speeches(texts, seed) for seed in range(4)}) == 1
