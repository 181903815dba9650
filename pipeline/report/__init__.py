"""The report room: what people look at. A site over an output folder, exports, and why a quote got its speaker.

It only reads: the tables through `output`, never a language model. A site is built in four steps: `output` reads one shard
after the other, `article` makes a view of each article (`segments` cuts its text where quotes and claims begin and end),
`speakers`, `overview` and `search` gather what the pages over all articles show, and `build` writes the pages with the
templates in `templates/` and the style sheet and script in `site/`.
"""
