"""The data at the edges: what is printed fits its schema, and comes back as it went."""

from __future__ import annotations

import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whence.errors import ReadError
from whence.model import (
    Act,
    Actor,
    ActorKind,
    Analysis,
    Article,
    Certainty,
    Distance,
    Exhibit,
    ExhibitKind,
    Form,
    Lineage,
    Link,
    LinkRole,
    Mention,
    MentionKind,
    Moment,
    Passage,
    PassageRole,
    Polarity,
    Precision,
    Refusal,
    Statement,
    Trace,
)
from whence.schema import (
    SCHEMA,
    analysis_row,
    article_row,
    json_schema,
    lineage_rows,
    read_analysis_line,
    read_article_line,
    trace_to_json,
)

TEXT = "Mill shut\n\nThe owner said the mill was shut, a nurse said."


def made_article(text: str = TEXT, published: Moment | None = None) -> Article:
    return Article(
        id="gazette/1",
        text=text,
        url="https://gazette.example/1",
        headline="Mill shut",
        byline=("Lena Okafor",),
        published=published,
        first_seen=Moment("2031-05-04T12:00:00Z", Precision.SECOND, "Z", "capture"),
        passages=(Passage(PassageRole.HEADLINE, 0, min(9, len(text))),),
        exhibits=(Exhibit(ExhibitKind.LINK, "https://mill.example/", 0, 0),),
        origins={"headline": "page"},
        capture="0" * 64,
    )


def made_analysis(article: Article) -> Analysis:
    nurse = Actor("actor-1", "a nurse", ActorKind.UNNAMED)
    outer = Statement(
        id="statement-1",
        source=((45, 52),),
        cue=((53, 57),),
        content=((11, 43),),
        form=Form.INDIRECT,
        act=Act.ASSERTS,
        certainty=Certainty.PROBABLE,
        polarity=Polarity.POSITIVE,
        distance=Distance.NEUTRAL,
        chain=(Link("actor-1", LinkRole.HOLDER, (45, 52)),),
        actor="actor-1",
    )
    inner = Statement(
        id="statement-2",
        source=((11, 20),),
        cue=((21, 25),),
        content=((26, 43),),
        form=Form.INDIRECT,
        act=Act.DENIES,
        certainty=Certainty.CERTAIN,
        polarity=Polarity.NEGATIVE,
        distance=Distance.DISTANCING,
        via="statement-1",
    )
    mention = Mention(45, 52, MentionKind.DESCRIPTION, "actor-1")
    return Analysis(article, (nurse,), (outer, inner), mentions=(mention,))


MOMENTS = st.none() | st.builds(
    Moment,
    st.sampled_from(["2031-05", "2031-05-04", "2031-05-04T09:30"]),
    st.sampled_from(Precision),
    st.sampled_from([None, "Z", "+02:00"]),
    st.sampled_from(["given", "page"]),
)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80), MOMENTS)
def test_an_article_comes_back_as_it_went(text, published):
    article = made_article(text, published)
    line = json.dumps(article_row(article).model_dump(mode="json")).encode()
    assert read_article_line("gazette/1", line) == article


def test_an_analysis_comes_back_as_it_went():
    analysis = made_analysis(made_article())
    row = analysis_row(analysis).model_dump(mode="json")
    assert [s["commitment"] for s in row["statements"]] == ["hedges", "denies"]
    assert read_analysis_line("gazette/1", json.dumps(row).encode()) == analysis


def test_fields_that_are_not_known_are_passed_over():
    row = {**article_row(made_article()).model_dump(mode="json"), "later": {"added": 1}}
    assert read_article_line("gazette/1", json.dumps(row).encode()) == made_article()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("cue", [[53, 99]], "outside of the text"),
        ("content", [[-1, 5]], "outside of the text"),
        ("source", [[9, 2]], "outside of the text"),
        ("chain", [{"actor": "actor-9", "role": "holder"}], "actor-9 is none of the actors"),
        ("actor", "actor-9", "actor-9 is none of the actors"),
        ("via", "statement-2", "statement-2 is no statement before statement-1"),
        ("act", "shouts", "act"),
    ],
)
def test_an_analysis_that_cannot_be_is_refused_with_what_is_wrong(field, value, words):
    row = analysis_row(made_analysis(made_article())).model_dump(mode="json")
    row["statements"][0][field] = value
    with pytest.raises(ReadError) as caught:
        read_analysis_line("gazette/1", json.dumps(row).encode())
    assert caught.value.input == "gazette/1"
    assert words in caught.value.reason
    assert len(caught.value.reason.splitlines()) == 1


def test_the_schema_is_itself_a_schema_and_knows_its_version():
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    traced = trace_to_json(Trace((made_analysis(made_article()),), (), (Refusal("x", "gone"),)))
    jsonschema.validate(traced, schema)
    assert traced["schema"] == SCHEMA
    for broken in (
        {**traced, "masked": "perhaps"},
        {**traced, "articles": [{"article": {"id": "a"}}]},
        {key: value for key, value in traced.items() if key != "stories"},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(broken, schema)


def test_every_line_and_the_trace_fit_the_schema(call, story):
    schema = json_schema()
    validator = jsonschema.Draft202012Validator(schema)
    traced = json.loads(call("trace", story, "gone.txt", "--json").out)
    validator.validate(traced)
    for name, command in (("ArticleRow", "read"), ("AnalysisRow", "analyse")):
        rows = call(command, story).rows
        assert len(rows) == 3
        for row in rows:
            validator.evolve(schema={**schema, **schema["$defs"][name]}).validate(row)


def test_everything_that_a_story_names_is_there(call, story):
    traced = json.loads(call("trace", story, "--json").out)
    texts = {a["article"]["id"]: a["article"]["text"] for a in traced["articles"]}
    members = {m["id"] for a in traced["articles"] for m in (*a["statements"], *a["assertions"])}
    assert sorted(name for s in traced["stories"] for name in s["articles"]) == sorted(texts)
    for made in traced["stories"]:
        actors = {actor["id"] for actor in made["actors"]}
        claims = {claim["id"] for claim in made["claims"]}
        quotes = [made["title"], *(claim["wording"] for claim in made["claims"])]
        for claim in made["claims"]:
            assert set(claim["members"]) <= members
            assert set(claim["root_sources"]) <= actors
        for position in made["positions"]:
            assert position["claim"] in claims
            assert position["holder"] in actors
            assert position["member"] in members
            quotes.append(position["evidence"])
        for quote in quotes:
            for begin, end in quote["spans"]:
                assert 0 <= begin < end <= len(texts[quote["article"]])


def test_lineage_rows_hold_what_the_contract_names():
    (row,) = lineage_rows([Lineage("a", (), ("unseen:Quillon News",))])
    assert row == {"id": "a", "from": [], "origins": ["unseen:Quillon News"]}
