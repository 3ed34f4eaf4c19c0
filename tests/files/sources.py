"""The invented texts that the files here are made of: one statement, one report, one page."""

from __future__ import annotations

HEADLINE = "Harbour board rejects report of fuel leak at Tern Point"
PARAGRAPHS = (
    "The harbour board of Port Selby rejected on Tuesday a report that heavy fuel oil had leaked "
    "from the tank farm at Tern Point, and said that its divers had found no trace of oil on the "
    "seabed or on the pilings of the old coaling pier.",
    "“We have looked at every valve and every joint, and there is no leak,” said Ines Corvale, who "
    "has chaired the board since spring. She added that the photograph that was passed around on "
    "Monday evening showed a slick from another harbour, taken two years ago.",
    "The fishermen's cooperative had said on Monday that four boats came home with oil on their "
    "nets. Its secretary, Tomas Brandvold, told the Selby Courier that he stood by every word, and "
    "that the cooperative had kept samples of the nets in sealed jars.",
    "An inspector of the coast authority is expected at the tank farm on Thursday. The authority "
    "declined to comment on what its aeroplane had seen during the weekend, and said only that a "
    "well-known procedure would be followed in this case as in any other.",
    "The tank farm was built forty years ago and holds fuel for ferries and trawlers. It was last "
    "inspected in the autumn, when the authority asked for two gauges to be replaced; the board "
    "says that both were replaced within the month, which the cooperative does not dispute.",
    "In a letter to the ministry of transport the cooperative asks that the inspection be open to "
    "the public. The ministry confirmed that it had received the letter and would answer it once "
    "the inspector had reported, but would not say when that might be.",
)
SUBHEADING = "What the inspector will look at"
NOTE = "The samples are kept at the cooperative's ice house on Weir Street."
LINK = "https://board.selby.example/statements/tern-point"
RUNNING = "Harbour Board of Port Selby · Statement"

PAGE_URL = "https://courier.example/news/2031/tern-point"
PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{HEADLINE} - Selby Courier</title>
<meta property="og:site_name" content="Selby Courier">
<meta name="author" content="Ada Merrow">
<meta property="article:published_time" content="2031-05-06T09:15:00+02:00">
<style>nav li {{ display: inline; margin: 1em }} .story {{ max-width: 36em }}</style></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/harbour">Harbour</a></li>
<li><a href="/sport">Sport</a></li><li><a href="/weather">Weather</a></li></ul></nav>
<article><h1>{HEADLINE}</h1><p class="byline">By Ada Merrow</p>
<img src="/pictures/pier.png" alt="" width="300" height="40">
<div class="story"><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><h2>{SUBHEADING}</h2>
<p>{PARAGRAPHS[2]} The board's <a href="{LINK}">statement</a> was put out at noon.</p>
<p>{PARAGRAPHS[3]}</p><p>{PARAGRAPHS[4]}</p><p>{PARAGRAPHS[5]}</p></div></article>
<aside><h3>Most read</h3><ul><li><a href="/a">Ferry timetable changes in June</a></li>
<li><a href="/b">Weir Street to be dug up again</a></li></ul></aside>
<footer><p>All rights reserved.</p></footer></body></html>
"""
