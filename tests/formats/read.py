"""Reads reports with Python's readers: junitparser for JUnit, expat for Checkstyle, and cmarkgfm,
GitHub's own Markdown, for comments. Prints what each says as one JSON document.

Called by tests/formats with the folders that the reports lie in.
"""

import html.parser
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as xml

import cmarkgfm
import junitparser


def junit(path):
    found, passed = [], 0
    for suite in junitparser.JUnitXml.fromfile(str(path)):
        for case in suite:
            kinds = [type(result).__name__ for result in case.result]
            if not kinds:
                passed += 1
            elif kinds == ["Failure"]:
                element = case._elem
                found.append([case.classname, element.get("file"), int(element.get("line"))])
    return {"places": found, "passed": passed}


def checkstyle(path):
    found = []
    for file in xml.parse(path).getroot().iter("file"):
        for error in file.iter("error"):
            rule = error.get("source").removeprefix("acklint.")
            if rule != "problem":
                place = [int(error.get("line")), int(error.get("column"))]
                found.append([rule, file.get("name"), *place])
    return {"places": found}


class Page(html.parser.HTMLParser):
    """The cells of the table, and every tag that there is."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.rows, self.tags, self.cell, self.depth, self.worst = [], [], None, 0, 0
        self.codes, self.code = [], False

    def handle_starttag(self, tag, attributes):
        self.tags.append([tag, *sorted(name for name, _ in attributes)])
        if tag == "tr":
            self.rows.append([])
            self.codes.append([])
        if tag in ("td", "th"):
            self.cell = ""
        if tag == "code" and self.cell is not None:
            self.codes[-1].append("")
            self.code = True
        self.depth += tag == "details"

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.rows[-1].append(self.cell)
            self.cell = None
        self.code = self.code and tag != "code"
        self.depth -= tag == "details"
        self.worst = min(self.worst, self.depth)

    def handle_data(self, data):
        if self.cell is not None:
            # what keeps forges from finding names and links
            data = data.replace("\u200b", "")
            self.cell += data
            if self.code:
                self.codes[-1][-1] += data


def markdown(path):
    text = path.read_text(encoding="utf-8")
    page = Page()
    # raw HTML is let through, so that whatever the input smuggles in is seen
    options = cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE
    page.feed(cmarkgfm.github_flavored_markdown_to_html(text, options))
    found = []
    for rule, place in page.codes[1:]:
        file, line, column = re.fullmatch(r"(.*):(\d+):(\d+)", place).groups()
        found.append([rule, file, int(line), int(column)])
    tags = sorted({" ".join(tag) for tag in page.tags})
    balanced = page.depth == 0 and page.worst == 0
    widths = sorted({len(row) for row in page.rows})
    return {"places": found, "tags": tags, "balanced": balanced, "widths": widths}


READERS = {"junit": junit, "checkstyle": checkstyle, "markdown": markdown}
answer = [
    {name: read(pathlib.Path(folder) / name) for name, read in READERS.items()}
    for folder in sys.argv[1:]
]
json.dump(answer, sys.stdout)
