"""Links by which students open a published chapter without an installation.

They lead to the repository and the tag that `course.toml` names below `[public]`. If it names none,
there are no links.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from ..course_file import Public

GITHUB = re.compile(r"https://github\.com/([^/]+)/([^/]+?)(?:\.git)?/?")
COLAB = "Google Colab"
COLAB_FOLDER = "colab"  # The folder of the notebooks for Colab in what is published.


def open_links(public: Public, name: str) -> dict[str, str]:
    """Return the addresses that open a chapter, by the words that name the service.

    Args:
        public: Where the course is published.
        name: The name of the chapter.
    """
    links = {}
    if public.repository:
        tag, path = quote(public.tag, safe=""), urlencode({"urlpath": f"lab/tree/{name}.ipynb"})
        github = GITHUB.fullmatch(public.repository)
        if github:
            place = f"{github[1]}/{github[2]}"
            links[COLAB] = (
                f"https://colab.research.google.com/github/{place}/blob/{tag}/{COLAB_FOLDER}/"
                f"{name}.ipynb"
            )
            links["Binder"] = f"https://mybinder.org/v2/gh/{place}/{tag}?{path}"
        else:
            address = quote(public.repository, safe="")
            links["Binder"] = f"https://mybinder.org/v2/git/{address}/{tag}?{path}"
    if public.site:
        query = urlencode({"path": f"{name}.ipynb"})
        links["your browser alone"] = f"{public.site.rstrip('/')}/lab/index.html?{query}"
    return links


def in_markdown(links: dict[str, str]) -> str:
    """Return links as a list within a line of Markdown."""
    return ", ".join(f"[{words}]({address})" for words, address in links.items())


def with_links(source: str, links: dict[str, str]) -> str:
    """Return the cell with the title of a notebook, with links below its first line."""
    if not links:
        return source
    title, _, rest = source.partition("\n")
    return f"{title}\n\nOpen without an installation in {in_markdown(links)}.\n{rest}"
