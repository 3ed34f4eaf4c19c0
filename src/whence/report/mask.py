"""Masking: a Trace in, the same Trace out with protected people hidden in all of it.

Captives, hostages, people shown by those who hold them, minors and victims of sexual violence
are known by ``Actor.protected``. In an article's text their names become blocks, one for each
character, so that every offset still holds and every quote, being offsets, is masked with it.
Everywhere else — names, URLs, ids, paths, questions, refusals — a name becomes a number,
``protected person 1``, counted in the order in which a reader meets them. Ids are renamed as
one, so that what pointed at an article or an actor still does. Pictures in articles about a
protected person, and the same pictures wherever else they are shown, are left by hash alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from whence.collecting import put_off_collecting
from whence.model import (
    Actor,
    Analysis,
    Answer,
    Article,
    Assertion,
    Change,
    Claim,
    Derivation,
    Discrepancy,
    Exhibit,
    ExhibitKind,
    Lineage,
    Place,
    Position,
    Quantity,
    Quote,
    Refusal,
    Revision,
    SharedPicture,
    Showing,
    Spans,
    Statement,
    Story,
    Trace,
    Version,
)
from whence.report.names import Hit, ProtectedNames, decoded
from whence.report.private import ordinary_words, protect_private
from whence.report.protected import (
    hidden_pictures,
    known_names,
    linked_ids,
    names_somebody,
    number_protected,
)

BLOCK = "█"
"""What stands for each character of a protected name in an article's text."""

HIDDEN_EXHIBIT = "masked"
"""What stands for the URL of a picture or a video in an article about a protected person."""

_SHOWING = (ExhibitKind.PICTURE, ExhibitKind.VIDEO, ExhibitKind.EMBED)


def mask_trace(trace: Trace, *, private: bool = False) -> Trace:
    """The same trace with every protected person hidden; ``masked`` is true in it.

    With ``private`` everyone is hidden of whom no article tells a public role. A masked trace comes
    back as it is. Offsets, and the ids of what names nobody, stay.
    """
    if trace.masked:
        return trace
    with put_off_collecting():
        if not private:
            return _Mask(trace, frozenset()).trace()
        everyone, added = protect_private(trace)
        return replace(_Mask(everyone, added).trace(), masked_private=True)


class _Mask:
    """Who is protected in one trace, and how each noun of it looks without their names."""

    def __init__(self, trace: Trace, private: Collection[str]) -> None:
        """``private`` are the actors that are hidden for want of a public role alone."""
        self._trace = trace
        known = known_names(trace)
        self._numbers = number_protected(trace, known)
        ids = sorted(self._numbers, key=self._numbers.__getitem__)
        ordinary = ordinary_words(trace) if private else frozenset()
        self._names = ProtectedNames(
            [known[actor] for actor in ids],
            {self._numbers[actor]: ordinary for actor in ids if actor in private},
        )
        self._ids = self._renamed_ids()
        self._hits = {a.article.id: self._hits_in(a) for a in trace.analyses}
        self._about = {a.article.id for a in trace.analyses if self._is_about(a)}
        self._pictures = hidden_pictures(trace, self._about)

    # ------------------------------------------------------------ strings

    def _said(self, text: str) -> str:
        """``text`` with each name as "protected person 1"."""
        return _with(text, self._names.find(text), "protected person {}")

    def _maybe(self, text: str | None) -> str | None:
        return None if text is None else self._said(text)

    def _address(self, address: str) -> str:
        """A URL, path or id with each name as ``protected-1``; unchanged where it names nobody."""
        plain = decoded(address)
        hits = self._names.find(plain, any_case=True)
        return _with(plain, hits, "protected-{}") if hits else address

    def _id(self, key: str) -> str:
        """An id as renamed; those that nothing links to are looked through on their first use."""
        if key not in self._ids:
            self._ids[key] = self._address(key)
        return self._ids[key]

    def _renamed_ids(self) -> dict[str, str]:
        """New names for the ids that name somebody; two that would become one stay two."""
        renamed = {actor: f"protected-{number}" for actor, number in self._numbers.items()}
        taken = set(renamed.values())
        hidden_ids = {key: self._address(key) for key in linked_ids(self._trace) - renamed.keys()}
        for key, hidden in sorted(hidden_ids.items(), key=lambda pair: (pair[0] != pair[1], pair)):
            fresh, count = hidden, 1
            while fresh in taken:
                count += 1
                fresh = f"{hidden}-{count}"
            taken.add(fresh)
            if fresh != key:
                renamed[key] = fresh
        return renamed

    # ------------------------------------------------------------ nouns

    def trace(self) -> Trace:
        return Trace(
            analyses=tuple(self._analysis(a) for a in self._trace.analyses),
            stories=tuple(self._story(s) for s in self._trace.stories),
            refusals=tuple(self._refusal(r) for r in self._trace.refusals),
            masked=True,
            revisions=tuple(self._revision(r) for r in self._trace.revisions),
            unchanged=tuple(self._version(v) for v in self._trace.unchanged),
        )

    def _analysis(self, analysis: Analysis) -> Analysis:
        return replace(
            analysis,
            article=self._article(analysis),
            actors=tuple(self._actor(a) for a in analysis.actors),
            statements=tuple(self._statement(s) for s in analysis.statements),
            assertions=tuple(self._assertion(a) for a in analysis.assertions),
            mentions=tuple(replace(m, actor=self._id(m.actor)) for m in analysis.mentions),
            quantities=tuple(self._quantity(q) for q in analysis.quantities),
            places=tuple(self._place(p) for p in analysis.places),
        )

    def _assertion(self, assertion: Assertion) -> Assertion:
        actor = self._id(assertion.actor) if assertion.actor else None
        return replace(assertion, id=self._id(assertion.id), actor=actor)

    def _article(self, analysis: Analysis) -> Article:
        article = analysis.article
        hits = self._hits[article.id]
        return replace(
            article,
            id=self._id(article.id),
            text=_blocked(article.text, ((hit.start, hit.end) for hit in hits)),
            url=None if article.url is None else self._address(article.url),
            outlet=None if article.outlet is None else self._outlet(article.outlet),
            relay=None if article.relay is None else self._outlet(article.relay),
            headline=self._headline(article.headline),
            byline=tuple(self._said(name) for name in article.byline),
            exhibits=tuple(self._exhibit(e, article.id) for e in article.exhibits),
            origins={key: self._said(value) for key, value in article.origins.items()},
        )

    def _outlet(self, outlet: str) -> str:
        """An outlet may be a name of several words, or a host."""
        return self._said(outlet) if len(outlet.split()) > 1 else self._address(outlet)

    def _headline(self, headline: str | None) -> str | None:
        if headline is None:
            return None
        return _blocked(headline, ((hit.start, hit.end) for hit in self._names.find(headline)))

    def _hits_in(self, analysis: Analysis) -> list[Hit]:
        """What the names find in the text, and what the analysis marked as a name itself."""
        marked = [
            Hit(m.start, m.end, self._numbers[m.actor])
            for m in analysis.mentions
            if m.actor in self._numbers and names_somebody(m, analysis.article)
        ]
        return self._names.find(analysis.article.text) + marked

    def _is_about(self, analysis: Analysis) -> bool:
        named = any(a.id in self._numbers for a in analysis.actors)
        return named or bool(self._hits[analysis.article.id])

    def _exhibit(self, exhibit: Exhibit, article: str) -> Exhibit:
        shows = article in self._about and exhibit.kind in _SHOWING
        shows = shows or exhibit.url in self._pictures or exhibit.sha256 in self._pictures
        return replace(exhibit, url=HIDDEN_EXHIBIT if shows else self._address(exhibit.url))

    def _actor(self, actor: Actor) -> Actor:
        number = self._numbers.get(actor.id)
        protected = number is not None
        return replace(
            actor,
            id=self._id(actor.id),
            name=f"protected person {number}" if protected else self._said(actor.name),
            aliases=() if protected else tuple(self._said(alias) for alias in actor.aliases),
            role=self._maybe(actor.role),
            affiliation=self._maybe(actor.affiliation),
            protected=protected,
        )

    def _statement(self, statement: Statement) -> Statement:
        return replace(
            statement,
            id=self._id(statement.id),
            via=None if statement.via is None else self._id(statement.via),
            actor=None if statement.actor is None else self._id(statement.actor),
            chain=tuple(replace(link, actor=self._id(link.actor)) for link in statement.chain),
        )

    def _quantity(self, quantity: Quantity) -> Quantity:
        return replace(
            quantity, counted=self._said(quantity.counted), state=self._said(quantity.state)
        )

    def _place(self, place: Place) -> Place:
        return replace(
            place,
            name=self._said(place.name),
            country=self._maybe(place.country),
            inside=self._maybe(place.inside),
        )

    def _story(self, story: Story) -> Story:
        return replace(
            story,
            id=self._id(story.id),
            title=self._quote(story.title),
            articles=self._all(story.articles),
            actors=tuple(self._actor(a) for a in story.actors),
            claims=tuple(self._claim(c) for c in story.claims),
            positions=tuple(self._position(p) for p in story.positions),
            carriages=tuple(
                replace(
                    c,
                    claim=self._id(c.claim),
                    article=self._id(c.article),
                    headline_quote=c.headline_quote and self._quote(c.headline_quote),
                    body_quote=c.body_quote and self._quote(c.body_quote),
                    accounts=tuple(self._quote(quote) for quote in c.accounts),
                )
                for c in story.carriages
            ),
            lineage=tuple(self._lineage(entry) for entry in story.lineage),
            changes=tuple(self._change(c) for c in story.changes),
            speeches=tuple(
                replace(
                    s,
                    id=self._id(s.id),
                    holder=self._id(s.holder),
                    quotes=tuple(self._quote(quote) for quote in s.quotes),
                    origins=self._all(s.origins),
                )
                for s in story.speeches
            ),
            discrepancies=tuple(
                self._discrepancy(d) for d in story.discrepancies if not self._spells(d)
            ),
            pictures=tuple(self._picture(p) for p in story.pictures),
            own_texts=self._all(story.own_texts),
            root_sources=self._all(story.root_sources),
        )

    def _picture(self, picture: SharedPicture) -> SharedPicture:
        return replace(
            picture,
            id=self._id(picture.id),
            showings=tuple(
                Showing(self._id(s.article), self._exhibit(s.exhibit, s.article))
                for s in picture.showings
            ),
            first=None if picture.first is None else self._id(picture.first),
        )

    def _all(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(self._id(key) for key in ids)

    def _quote(self, quote: Quote) -> Quote:
        return replace(quote, article=self._id(quote.article))

    def _claim(self, claim: Claim) -> Claim:
        return replace(
            claim,
            id=self._id(claim.id),
            wording=self._quote(claim.wording),
            members=self._all(claim.members),
            root_sources=self._all(claim.root_sources),
        )

    def _position(self, position: Position) -> Position:
        return replace(
            position,
            claim=self._id(position.claim),
            holder=self._id(position.holder),
            evidence=self._quote(position.evidence),
            member=self._id(position.member),
        )

    def _lineage(self, lineage: Lineage) -> Lineage:
        return Lineage(
            article=self._id(lineage.article),
            derivations=tuple(self._derivation(d) for d in lineage.derivations),
            origins=self._all(lineage.origins),
        )

    def _derivation(self, derivation: Derivation) -> Derivation:
        return replace(
            derivation,
            article=self._id(derivation.article),
            source=self._id(derivation.source),
            why=self._said(derivation.why),
        )

    def _spells(self, discrepancy: Discrepancy) -> bool:
        """Whether it asks how the name of somebody hidden is spelt."""
        hidden = (self._said(a.value) != a.value for a in discrepancy.answers)
        return discrepancy.kind == "name" and any(hidden)

    def _discrepancy(self, discrepancy: Discrepancy) -> Discrepancy:
        return replace(
            discrepancy,
            id=self._id(discrepancy.id),
            question=self._said(discrepancy.question),
            answers=tuple(self._answer(a) for a in discrepancy.answers),
        )

    def _answer(self, answer: Answer) -> Answer:
        return replace(
            answer,
            value=self._said(answer.value),
            quotes=tuple(self._quote(quote) for quote in answer.quotes),
            outlets=self._all(answer.outlets),
            sources=self._all(answer.sources),
            origins=self._all(answer.origins),
            superseded=tuple(self._quote(quote) for quote in answer.superseded),
        )

    def _change(self, change: Change) -> Change:
        return replace(change, before=self._quote(change.before), after=self._quote(change.after))

    def _revision(self, revision: Revision) -> Revision:
        return replace(
            revision,
            id=self._id(revision.id),
            url=self._address(revision.url),
            before=self._version(revision.before),
            after=self._version(revision.after),
            edits=tuple(
                replace(
                    edit,
                    before=edit.before and self._quote(edit.before),
                    after=edit.after and self._quote(edit.after),
                )
                for edit in revision.edits
            ),
            changes=tuple(self._change(c) for c in revision.changes),
            announcements=tuple(self._quote(quote) for quote in revision.announcements),
        )

    def _version(self, version: Version) -> Version:
        return replace(version, article=self._id(version.article), again=self._all(version.again))

    def _refusal(self, refusal: Refusal) -> Refusal:
        return Refusal(self._address(refusal.input), self._said(refusal.reason))


# ---------------------------------------------------------------- strings


def _with(text: str, hits: Iterable[Hit], form: str) -> str:
    pieces: list[str] = []
    last = 0
    for hit in hits:
        pieces += text[last : hit.start], form.format(hit.person)
        last = hit.end
    return "".join((*pieces, text[last:]))


def _blocked(text: str, spans: Iterable[tuple[int, int]] | Spans) -> str:
    """``text`` with blocks for every character in ``spans`` but line breaks."""
    letters = list(text)
    for start, end in spans:
        for offset in range(start, end):
            if letters[offset] not in "\r\n":
                letters[offset] = BLOCK
    return "".join(letters)
