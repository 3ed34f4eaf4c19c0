"""Chains: who passed a statement on, outermost first, from the outlet to the holder.

Takes the statements of one article with their holders, gives them back with ``chain`` laid.
The outlet stands first; the holder of the statement that one stands inside comes next, as
relay, or as channel where it is an agency or an outlet; an agency or outlet named beside the
cue ("told X", "on X", "in a statement carried by X") is a channel; the holder stands last. A
speaker under duress is passed on by those who released the recording, so they stand in the
chain even where the sentence itself does not name them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from whence.analyse.actors import Resolution, outlet_actor
from whence.analyse.joining import nearest_source
from whence.analyse.lines import LONGEST_LINE
from whence.analyse.sentences import split_sentences
from whence.analyse.spans import holds, meet
from whence.analyse.vocabulary import read_table
from whence.model import (
    Actor,
    ActorKind,
    Article,
    Link,
    LinkRole,
    Mention,
    MentionKind,
    Statement,
)

CHANNELS = frozenset({ActorKind.AGENCY, ActorKind.OUTLET})
RELAYS = frozenset({ActorKind.GROUP, ActorKind.ORGANISATION, ActorKind.STATE})
WINDOW = 300
"""Characters on both sides of a cue within which its sentence is looked for."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The patterns of ``chains.toml``."""

    recording: re.Pattern[str]
    release: re.Pattern[str]
    before_channel: re.Pattern[str]


@cache
def load_wording() -> Wording:
    """The words by which chains are laid."""
    table = read_table("chains.toml")
    words = {key: "|".join(re.escape(w) for w in value) for key, value in table.items()}
    return Wording(
        recording=re.compile(rf"\b(?:{words['recording']})\b", re.IGNORECASE),
        release=re.compile(rf"\b(?:{words['release']})\w*", re.IGNORECASE),
        before_channel=re.compile(
            rf"\b(?:{words['before_channel']})(?:\s+[“\"]?(?:{words['between']})[”\"]?,?)*\s*$",
            re.IGNORECASE,
        ),
    )


def lay_chains(
    article: Article, statements: Sequence[Statement], resolution: Resolution
) -> list[Statement]:
    """The statements with their chains; an inner one's chain begins with its outer one's."""
    actors = {a.id: a for a in resolution.actors}
    outlet = Link(outlet_actor(article).id, LinkRole.OUTLET)
    released = find_release(article, resolution.mentions, actors)
    channels = [m for m in resolution.mentions if is_channel(actors.get(m.actor))]
    done: dict[str, Statement] = {}
    for statement in statements:
        links = [outlet]
        if statement.via is not None:
            links = [relay(link, actors) for link in done[statement.via].chain]
        if statement.duress or is_shown(article, statement, actors):
            links = add_links(links, released)
        links = add_links(links, find_channel(article, statement, channels))
        if statement.actor is not None:
            nearest = nearest_source(statement.source, statement.cue)
            span = nearest[0] if nearest else None
            links = [link for link in links if link.actor != statement.actor]
            links.append(Link(statement.actor, LinkRole.HOLDER, span))
        done[statement.id] = replace(statement, chain=tuple(links))
    return [done[s.id] for s in statements]


def is_shown(article: Article, statement: Statement, actors: Mapping[str, Actor]) -> bool:
    """Whether an unnamed speaker is heard in a recording that the same paragraph tells of."""
    actor = actors.get(statement.actor or "")
    if actor is None or actor.kind is not ActorKind.UNNAMED or not statement.source:
        return False
    end = statement.source[0][0]
    begin = article.text.rfind("\n", max(0, end - LONGEST_LINE), end) + 1
    before = article.text[begin or max(0, end - LONGEST_LINE) : end]
    return load_wording().recording.search(before) is not None


def is_channel(actor: Actor | None) -> bool:
    """Whether somebody passes on what others say: an agency or an outlet."""
    return actor is not None and actor.kind in CHANNELS


def relay(link: Link, actors: Mapping[str, Actor]) -> Link:
    """A holder that passes another on: channel where it is an agency or outlet, else relay."""
    if link.role is not LinkRole.HOLDER:
        return link
    channel = is_channel(actors.get(link.actor))
    return replace(link, role=LinkRole.CHANNEL if channel else LinkRole.RELAY)


def add_links(links: Sequence[Link], more: Sequence[Link]) -> list[Link]:
    """``links`` and those of ``more`` whose actor is not among them."""
    known = {link.actor for link in links}
    return [*links, *(link for link in more if link.actor not in known)]


def find_channel(article: Article, statement: Statement, channels: Sequence[Mention]) -> list[Link]:
    """The agency or outlet named beside the cue, outside of source and content."""
    if not statement.cue:
        return []
    begin = max(0, min(b for b, _ in statement.cue) - WINDOW)
    end = min(len(article.text), max(e for _, e in statement.cue) + WINDOW)
    sentence = next(
        (s for s in split_sentences(article.text, begin, end) if holds(s, statement.cue[0])),
        statement.cue[0],
    )
    taken = [*statement.source, *statement.content]
    for mention in channels:
        span = (mention.start, mention.end)
        if mention.actor == statement.actor or not holds(sentence, span):
            continue
        if any(meet(span, other) for other in taken):
            continue
        if load_wording().before_channel.search(article.text[sentence[0] : span[0]]):
            return [Link(mention.actor, LinkRole.CHANNEL, span)]
    return []


def find_release(
    article: Article, mentions: Sequence[Mention], actors: Mapping[str, Actor]
) -> list[Link]:
    """Who put a recording out, and through which agency: channel first, then relay.

    Read from the first sentence that names a recording, its release and a group; the channel
    may be named in another sentence about the recording.
    """
    channel: Link | None = None
    relayed: Link | None = None
    wording = load_wording()
    for begin, end in split_sentences(article.text, 0, len(article.text)):
        words = article.text[begin:end]
        if not wording.recording.search(words):
            continue
        for mention in mentions:
            actor = actors.get(mention.actor)
            if actor is None or not holds((begin, end), (mention.start, mention.end)):
                continue
            span = (mention.start, mention.end)
            if channel is None and actor.kind in CHANNELS:
                channel = Link(actor.id, LinkRole.CHANNEL, span)
            named = mention.kind is MentionKind.NAME and actor.kind in RELAYS
            if relayed is None and named and wording.release.search(words):
                relayed = Link(actor.id, LinkRole.RELAY, span)
    return [link for link in (channel, relayed) if link is not None]
