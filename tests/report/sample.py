"""An invented story, traced by hand: six articles, three claims, one captive who is protected."""

from __future__ import annotations

from itertools import count

from whence.model import (
    Act,
    Actor,
    ActorKind,
    Alignment,
    Analysis,
    Answer,
    Article,
    Assertion,
    Carriage,
    Certainty,
    Change,
    ChangeKind,
    Claim,
    Derivation,
    Direction,
    Discrepancy,
    Distance,
    Exhibit,
    ExhibitKind,
    Firmness,
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
    Position,
    Precision,
    Quote,
    Refusal,
    Span,
    Speech,
    Stance,
    Standing,
    Statement,
    Story,
    Trace,
)

CAPTIVE = "Matéo Varga-Lindqvist"

HARBOUR = f"""Brigade shows captured engineer {CAPTIVE}

By Ines Holloway

The Red Heron Brigade says it has captured two survey engineers near the Veldra pass.

In a video posted on the group's Heron Post channel, a man who gives his name as {CAPTIVE} \
says he and a colleague were taken on the mountain road on 11 March.

The Ministry of Works said all of its staff were accounted for.

A still from the video. Photo: Heron Post

Sign up to our harbour newsletter."""

QUAY = f"""Two engineers held near Veldra, armed group claims

The Red Heron Brigade claims it has captured two survey engineers near the Veldra pass.

In a video posted on the group's Heron Post channel, a man who gives his name as {CAPTIVE} \
says he and a colleague were taken on the mountain road on 11 March."""

KESTREL = f"""VARGA-LINDQVIST CAPTURED BY BRIGADE

The Red Heron Brigade claims it has captured two survey engineers near the Veldra pass.

In a video posted on the group's Heron Post channel, a man who gives his name as {CAPTIVE} \
says he and a colleague were taken on the mountain road on 11 March."""

COURIER = """Ministry of Works denies that its engineers are missing

Nobody from the survey teams is missing, the Ministry of Works said on Sunday.

"All of our people are accounted for, and none was near Veldra," its spokeswoman Dalia Renn told \
the Northern Courier. The ministry is examining the footage, she added.

Mr Varga-
Lindqvist's sister, who asked that her name not be used, said she had not heard from him since 9 \
March."""

MERIDIAN = """What we know of the Veldra video

Three engineers were seized, the brigade's spokesman told the Daily Meridian by telephone.

But Otto Brandvik, who studies the region's armed groups, said the recording may be months old: \
"The snow line does not fit."

Correction: an earlier version of this report misspelt the name of the pass."""

LEDGER = """Doubts over footage from the pass

Otto Brandvik, who studies the region's armed groups, said the recording may be months old: \
"The snow line does not fit."
"""

BRIGADE, CHANNEL, MINISTRY = "group-heron", "outlet-heron-post", "office-works"
MAN, ANALYST, SPEAKER = "person-mateo-varga-lindqvist", "person-brandvik", "person-renn"

ACTORS = (
    Actor(BRIGADE, "Red Heron Brigade", ActorKind.GROUP, role="armed group"),
    Actor(CHANNEL, "Heron Post", ActorKind.OUTLET, affiliation="Red Heron Brigade"),
    Actor(
        MAN,
        CAPTIVE,
        ActorKind.PERSON,
        "survey engineer",
        aliases=("Varga-Lindqvist",),
        protected=True,
    ),
    Actor(MINISTRY, "Ministry of Works", ActorKind.OFFICE),
    Actor(SPEAKER, "Dalia Renn", ActorKind.PERSON, "spokeswoman", "Ministry of Works"),
    Actor(ANALYST, "Otto Brandvik", ActorKind.PERSON, "studies armed groups"),
    Actor("outlet-kestrel", "Kestrel Online", ActorKind.OUTLET),
    Actor("outlet-harbour", "Harbour Gazette", ActorKind.OUTLET),
)

_serial = count(1)


def at(text: str, words: str, nth: int = 0) -> Span:
    """The span of the ``nth`` place at which ``words`` stand in ``text``."""
    begin = -1
    for _ in range(nth + 1):
        begin = text.index(words, begin + 1)
    return (begin, begin + len(words))


def article(
    key: str, text: str, outlet: str, time: str | None, *, roles: str, url: str, **more: object
) -> Article:
    """An article whose blank-line blocks have ``roles``, one word each, in order."""
    passages, start = [], 0
    for role, block in zip(roles.split(), text.split("\n\n"), strict=True):
        passages.append(Passage(PassageRole(role), start, start + len(block)))
        start += len(block) + 2
    moment = Moment(time, Precision.MINUTE, "+01:00", "json-ld") if time else None
    return Article(
        id=key,
        text=text,
        url=url,
        outlet=outlet,
        headline=text.split("\n\n", 1)[0],
        language="en",
        published=moment,
        passages=tuple(passages),
        origins={
            "outlet": "open-graph",
            "headline": "json-ld",
            "byline": "page",
            "language": "page",
        },
        capture=f"{len(text):064x}",
        **more,  # type: ignore[arg-type]
    )


def _near(text: str, cue: str, content: str) -> Span:
    """The span of ``cue`` that lies nearest to its content."""
    begin, end = at(text, content)
    spans = (at(text, cue, nth) for nth in range(text.count(cue)))
    return min(spans, key=lambda s: min(abs(s[1] - begin), abs(s[0] - end)))


def say(
    text: str,
    source: str,
    cue: str,
    content: str,
    actor: str,
    *,
    act: Act = Act.ASSERTS,
    **more: object,
) -> Statement:
    """One statement of ``text``, by its words."""
    axes: dict[str, object] = {
        "form": Form.INDIRECT,
        "certainty": Certainty.CERTAIN,
        "polarity": Polarity.POSITIVE,
        "distance": Distance.NEUTRAL,
    }
    return Statement(
        id=f"st-{next(_serial):04d}",
        source=(at(text, source),),
        cue=(_near(text, cue, content),),
        content=(at(text, content),),
        act=act,
        actor=actor,
        **(axes | more),  # type: ignore[arg-type]
    )


_TAKEN = "he and a colleague were taken on the mountain road on 11 March"
_CAPTURED = "it has captured two survey engineers near the Veldra pass"
_HOME = "https://news.example"
_BODY = "headline paragraph paragraph"


def _chain(text: str, outlet: str) -> tuple[Link, ...]:
    return (
        Link(outlet, LinkRole.OUTLET),
        Link(CHANNEL, LinkRole.CHANNEL, at(text, "Heron Post channel")),
        Link(BRIGADE, LinkRole.RELAY, at(text, "the group's")),
        Link(MAN, LinkRole.HOLDER, at(text, "a man who gives his name")),
    )


def _brigade(text: str, cue: str, distance: Distance) -> Statement:
    return say(text, "The Red Heron Brigade", cue, _CAPTURED, BRIGADE, distance=distance)


def _captive(text: str, outlet: str) -> Statement:
    source = f"a man who gives his name as {CAPTIVE}"
    return say(text, source, "says", _TAKEN, MAN, duress=True, chain=_chain(text, outlet))


def _names(text: str) -> tuple[Mention, ...]:
    if CAPTIVE not in text:
        return ()
    begin, end = at(text, CAPTIVE, text.count(CAPTIVE) - 1)
    return (Mention(begin, end, MentionKind.NAME, MAN),)


harbour = Analysis(
    article(
        "pages/mateo-varga-lindqvist.html",
        HARBOUR,
        "Harbour Gazette",
        "2031-03-14T09:40:00+01:00",
        roles="headline byline paragraph paragraph paragraph caption boilerplate",
        url=f"{_HOME}/harbour/brigade-shows-mateo-varga-lindqvist",
        byline=("Ines Holloway",),
        exhibits=(
            Exhibit(ExhibitKind.PICTURE, "https://img.example/still-0042.jpg", 0, 0),
            Exhibit(ExhibitKind.LINK, "https://maps.example/veldra?q=pass", *at(HARBOUR, "Veldra")),
        ),
    ),
    ACTORS,
    (
        _brigade(HARBOUR, "says", Distance.NEUTRAL),
        _captive(HARBOUR, "outlet-harbour"),
        say(
            HARBOUR,
            "The Ministry of Works",
            "said",
            "all of its staff were accounted for",
            MINISTRY,
            act=Act.DENIES,
        ),
    ),
    (
        Assertion(
            "as-1",
            (at(HARBOUR, "captured engineer"),),
            PassageRole.HEADLINE,
            Certainty.CERTAIN,
            Polarity.POSITIVE,
        ),
    ),
    _names(HARBOUR),
)
quay = Analysis(
    article(
        "quay",
        QUAY,
        "The Quay Post",
        "2031-03-14T09:55:00+01:00",
        roles=_BODY,
        url=f"{_HOME}/quay/veldra-two",
    ),
    ACTORS,
    (_brigade(QUAY, "claims", Distance.DISTANCING), _captive(QUAY, "outlet-quay")),
    (),
    _names(QUAY),
)
kestrel = Analysis(
    article(
        "kestrel",
        KESTREL,
        "Kestrel Online",
        "2031-03-14T13:05:00+01:00",
        roles=_BODY,
        url=f"{_HOME}/kestrel/Varga_Lindqvist%20captured",
    ),
    ACTORS,
    (_brigade(KESTREL, "claims", Distance.DISTANCING), _captive(KESTREL, "outlet-kestrel")),
    (Assertion("as-2", ((0, 35),), PassageRole.HEADLINE, Certainty.CERTAIN, Polarity.POSITIVE),),
    _names(KESTREL),
)
courier = Analysis(
    article(
        "courier",
        COURIER,
        "Northern Courier",
        "2031-03-15T18:20:00+01:00",
        roles="headline paragraph paragraph paragraph",
        url=f"{_HOME}/courier/ministry-denies",
    ),
    ACTORS,
    (
        say(
            COURIER,
            "the Ministry of Works",
            "said on Sunday",
            "Nobody from the survey teams is missing",
            MINISTRY,
            act=Act.DENIES,
            polarity=Polarity.NEGATIVE,
        ),
        say(
            COURIER,
            "its spokeswoman Dalia Renn",
            "told",
            '"All of our people are accounted for, and none was near Veldra,"',
            SPEAKER,
            act=Act.DENIES,
            form=Form.DIRECT,
        ),
        say(
            COURIER,
            "she",
            "added",
            "The ministry is examining the footage",
            MINISTRY,
            act=Act.CHECKS,
        ),
    ),
)
meridian = Analysis(
    article(
        "meridian",
        MERIDIAN,
        "Daily Meridian",
        "2031-03-15T21:00:00+01:00",
        roles="headline paragraph paragraph correction",
        url=f"{_HOME}/meridian/what-we-know",
    ),
    ACTORS,
    (
        say(MERIDIAN, "the brigade's spokesman", "told", "Three engineers were seized", BRIGADE),
        say(
            MERIDIAN,
            "Otto Brandvik",
            "said",
            'the recording may be months old: "The snow line does not fit."',
            ANALYST,
            certainty=Certainty.POSSIBLE,
            form=Form.MIXED,
        ),
        say(
            MERIDIAN,
            "Otto Brandvik",
            "said",
            "The snow line does not fit.",
            ANALYST,
            form=Form.DIRECT,
        ),
    ),
)
ledger = Analysis(
    article(
        "ledger",
        LEDGER,
        "Orsk Ledger",
        None,
        roles="headline paragraph",
        url=f"{_HOME}/ledger/doubts",
    ),
    ACTORS,
    (
        say(
            LEDGER,
            "Otto Brandvik",
            "said",
            'the recording may be months old: "The snow line does not fit."',
            ANALYST,
            certainty=Certainty.POSSIBLE,
            form=Form.MIXED,
        ),
    ),
)

ANALYSES = (harbour, quay, kestrel, courier, meridian, ledger)


def _position(claim: str, analysis: Analysis, index: int, stance: Stance) -> Position:
    statement = analysis.statements[index]
    published = analysis.article.published
    return Position(
        claim=claim,
        holder=statement.actor or "",
        stance=stance,
        commitment=statement.commitment,
        distance=statement.distance,
        evidence=Quote(analysis.article.id, statement.content),
        member=statement.id,
        time=published.value if published else None,
        duress=statement.duress,
    )


def _carriage(
    analysis: Analysis,
    head: tuple[Firmness, str] | None,
    body: tuple[Firmness, str] | None,
    accounts: tuple[str, ...] = (),
) -> Carriage:
    text, key = analysis.article.text, analysis.article.id
    return Carriage(
        "cl-captured",
        key,
        head[0] if head else None,
        Quote(key, (at(text, head[1]),)) if head else None,
        body[0] if body else None,
        Quote(key, (at(text, body[1]),)) if body else None,
        overstated=bool(head and body and head[0] > body[0]),
        accounts=tuple(Quote(key, (at(text, words),)) for words in accounts),
    )


def _copied(copy: Analysis, source: str, begin: str, direction: Direction, why: str) -> Derivation:
    start, end = copy.article.text.index(begin), len(copy.article.text)
    return Derivation(
        copy.article.id, source, direction, (Alignment(start, end, 0, end - start),), why
    )


CLAIMS = (
    Claim(
        "cl-captured",
        Quote("quay", (at(QUAY, "captured two survey engineers near the Veldra pass"),)),
        tuple(
            statement.id
            for analysis in (harbour, quay, kestrel, courier, meridian)
            for statement in analysis.statements[:2]
        ),
        Standing.DENIED_BY_SUBJECT,
        3,
        (BRIGADE, MINISTRY),
    ),
    Claim(
        "cl-old",
        Quote("meridian", (at(MERIDIAN, "the recording may be months old"),)),
        tuple(s.id for s in (*meridian.statements[1:2], *ledger.statements)),
        Standing.UNCONTESTED,
        1,
        (ANALYST,),
    ),
    Claim(
        "cl-checking",
        Quote("courier", (at(COURIER, "examining the footage"),)),
        (courier.statements[2].id,),
        Standing.BEING_CHECKED,
        1,
        (MINISTRY,),
    ),
)

STORY = Story(
    id="sy-veldra",
    title=Quote("quay", (at(QUAY, "Two engineers held near Veldra, armed group claims"),)),
    articles=tuple(analysis.article.id for analysis in ANALYSES),
    actors=ACTORS,
    claims=CLAIMS,
    positions=(
        _position("cl-captured", harbour, 0, Stance.FOR),
        _position("cl-captured", quay, 0, Stance.FOR),
        _position("cl-captured", kestrel, 0, Stance.FOR),
        _position("cl-captured", harbour, 1, Stance.FOR),
        _position("cl-captured", kestrel, 1, Stance.FOR),
        _position("cl-captured", courier, 0, Stance.AGAINST),
        _position("cl-captured", courier, 1, Stance.AGAINST),
        _position("cl-old", meridian, 1, Stance.FOR),
        _position("cl-old", ledger, 0, Stance.FOR),
        _position("cl-checking", courier, 2, Stance.OBSERVING),
    ),
    carriages=(
        _carriage(
            harbour,
            (Firmness.STATED, "captured engineer"),
            (Firmness.ATTRIBUTED, "says it has captured two survey engineers"),
        ),
        _carriage(
            quay,
            (Firmness.DISTANCED, "Two engineers held near Veldra, armed group claims"),
            (Firmness.DISTANCED, "claims it has captured two survey engineers"),
        ),
        _carriage(
            kestrel,
            (Firmness.STATED, "VARGA-LINDQVIST CAPTURED"),
            (Firmness.DISTANCED, "claims it has captured two survey engineers"),
            accounts=("VARGA-LINDQVIST CAPTURED", "The Red Heron Brigade"),
        ),
        _carriage(
            courier,
            (Firmness.DENIED, "denies that its engineers are missing"),
            (Firmness.DENIED, "Nobody from the survey teams is missing"),
        ),
        _carriage(meridian, None, (Firmness.ATTRIBUTED, "Three engineers were seized")),
    ),
    lineage=(
        Lineage(
            harbour.article.id,
            (
                _copied(
                    harbour, "unseen:Polar Wire", "The Red", Direction.KNOWN, "credited in the text"
                ),
            ),
            ("unseen:Polar Wire",),
        ),
        Lineage(
            "quay",
            (
                _copied(
                    quay, "unseen:Polar Wire", "In a video", Direction.KNOWN, "same text as [1]"
                ),
            ),
            ("unseen:Polar Wire", "quay"),
        ),
        Lineage(
            "kestrel",
            (_copied(kestrel, "quay", "The Red", Direction.KNOWN, "published 3 hours earlier"),),
            ("unseen:Polar Wire",),
        ),
        Lineage("courier", (), ("courier",)),
        Lineage("meridian", (), ("meridian",)),
        Lineage(
            "ledger",
            (_copied(ledger, "meridian", "Otto", Direction.UNDECIDED, "no time on one of them"),),
            ("meridian",),
        ),
    ),
    changes=(
        Change(
            ChangeKind.HEDGE_LOST,
            Quote("quay", (at(QUAY, "Two engineers held near Veldra, armed group claims"),)),
            Quote("kestrel", (at(KESTREL, "VARGA-LINDQVIST CAPTURED"),)),
        ),
    ),
    speeches=(
        Speech(
            "sp-1",
            MAN,
            tuple(
                Quote(a.article.id, (at(a.article.text, "captured two survey engineers"),))
                for a in (harbour, quay, kestrel)
            ),
            ("unseen:Polar Wire",),
            duress=True,
        ),
    ),
    discrepancies=(
        Discrepancy(
            "di-1",
            "count",
            "How many engineers were captured?",
            (
                Answer(
                    "2",
                    (
                        Quote(harbour.article.id, (at(HARBOUR, "two"),)),
                        Quote("quay", (at(QUAY, "Two"),)),
                    ),
                    "2031-03-14T09:40:00+01:00",
                    outlets=("outlet-harbour", "outlet-quay"),
                    origins=("quay",),
                ),
                Answer(
                    "3",
                    (Quote("meridian", (at(MERIDIAN, "Three"),)),),
                    "2031-03-15",
                    superseded=(Quote("quay", (at(QUAY, "Two"),)),),
                ),
            ),
            corrected=True,
        ),
        Discrepancy(
            "di-2",
            "date",
            f"Since when is {CAPTIVE} missing?",
            (
                Answer("11 March", (Quote(harbour.article.id, (at(HARBOUR, "11 March"),)),)),
                Answer("9 March", (Quote("courier", (at(COURIER, "9 March"),)),)),
            ),
        ),
    ),
    own_texts=("courier", "meridian"),
    root_sources=(BRIGADE, MINISTRY, ANALYST),
)


TRACE = Trace(
    analyses=ANALYSES,
    stories=(STORY,),
    refusals=(
        Refusal(
            "saved/Varga-Lindqvist_interview.pdf", "PDF cannot be read; save the page as HTML."
        ),
    ),
)
