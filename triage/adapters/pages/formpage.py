"""The director's form as a page: one file that any browser opens without a network.

What is answered is put together as a small text by a script in the page; reading that back is the core's. Nothing that
anybody typed is markup or script in it: the template escapes, and the page allows no script but its own.
"""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from triage.adapters.pages.catalog import Catalog
from triage.core.interview.mailform import Asked, MailForm
from triage.core.messages import Typed

TEMPLATES = Path(__file__).parents[2] / "templates"
SAID = ("dont_know", "answer", "send", "copy", "save", "copied", "marked", "saved", "no_script")


def form_page(form: MailForm, catalog: Catalog) -> str:
    """Return the page, in the language of a catalog."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    css = "\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in ("page.css", "form.css"))
    script = (TEMPLATES / "form.js").read_text(encoding="utf-8")
    return environment.get_template("form.html.j2").render(
        language=catalog.language,
        form=form,
        opening=list(_opening(form, catalog)),
        offer=[catalog.text(message) for message in form.offer],
        offer_heading=catalog.say("form.offer"),
        questions=[_question(asked, catalog) for asked in form.asked],
        say={name: catalog.say(f"form.page.{name}") for name in SAID},
        data=Markup(_as_data(_text(form, catalog))),  # noqa: S704 - no letter in it opens or ends anything
        css=Markup(css),  # noqa: S704 - ours
        script=Markup(script),  # noqa: S704 - ours
        css_hash=_hash(css),
        script_hash=_hash(script),
    )


def _opening(form: MailForm, catalog: Catalog) -> Iterator[str]:
    name = Typed(form.director)
    yield catalog.say("form.hello", name=name) if form.director else catalog.say("form.hello.nameless")
    if form.words:
        yield catalog.say("form.said", words=Typed(form.words))
    yield catalog.say("form.why")
    yield catalog.say("form.page.how")


def _question(asked: Asked, catalog: Catalog) -> Mapping[str, object]:
    """A question as the page asks it; a yes or no is chosen as anything else that has choices."""
    language = catalog.language
    choices = [choice.in_(language) for choice in asked.choices]
    if asked.type == "yes_no":
        choices = [catalog.say("prompt.yes"), catalog.say("prompt.no")]
    return {
        "id": asked.id,
        "ask": asked.ask.in_(language),
        "help": asked.help.in_(language) if asked.help and not choices else "",
        "choices": choices,
        "is_long": asked.type == "text",
    }


def _text(form: MailForm, catalog: Catalog) -> Mapping[str, object]:
    """What the script makes the answer of: its first and last lines, and each question by its label."""
    mark = f"[{form.request_id}] "
    first = [mark + catalog.say("form.page.mine", title=Typed(form.title))]
    if form.mark:
        first.append(catalog.say("form.page.mark", mark=form.mark))
    return {
        "first": first,
        "last": mark + catalog.say("form.thanks"),
        "file": catalog.say("form.page.file", id=form.request_id),
        "questions": [{"id": asked.id, "label": asked.label.in_(catalog.language)} for asked in form.asked],
        "said": {name: catalog.say(f"form.page.{name}") for name in ("copied", "marked", "saved")},
    }


def _as_data(values: Mapping[str, object]) -> str:
    """JSON that cannot end the element it stands in."""
    letters = json.dumps(values)
    return letters.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
