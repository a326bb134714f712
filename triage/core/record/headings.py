"""What people call the columns of their lists, and task programs those of theirs; read in ``record.columns``."""

from collections.abc import Mapping

CALLED: Mapping[str, tuple[str, ...]] = {
    "request": ("beskrivelse", "description", "card description", "issue description", "ønske", "wish", "idé", "idea",
                "forslag", "feature", "what do you need", "hvad har du brug for", "hvad skal vi lave", "opgaven",
                "opgave", "task"),
    "title": ("titel", "overskrift", "emne", "headline", "subject", "summary", "opgavenavn", "task name", "card name",
              "navn", "name", "item", "initiative", "initiativ", "opgave", "task"),
    "notes": ("noter", "notes", "note", "bemærkninger", "bemærkning", "comments", "kommentarer", "kommentar", "details",
              "detaljer", "uddybning"),
    "asked_by": ("hvem spurgte", "spurgt af", "bedt af", "bestilt af", "rekvirent", "fra", "who asked", "requested by",
                 "requester", "from", "reporter", "rapporteret af", "anmelder", "created by", "oprettet af", "creator",
                 "opretter", "bestiller", "afsender", "submitted by", "your name", "dit navn",
                 "mailadresse", "e mailadresse", "email address"),
    "asked_on": ("dato", "spurgt den", "bedt om den", "modtaget", "date", "asked", "requested on", "received",
                 "tidsstempel", "timestamp", "created", "created at", "created date", "created time", "creation date",
                 "oprettet", "oprettet den", "oprettelsesdato"),
    "task_type": ("type", "slags", "opgavetype", "kategori", "kind", "task type", "category"),
    "problem": ("hvilket problem", "which problem"),
    "audience": ("målgruppe", "hvem er det til", "audience", "who is it for"),
    "cost": ("pris", "budget", "udgift", "omkostning", "omkostninger", "beløb", "price", "expense", "amount"),
    "hours": ("timer", "timeforbrug", "antal timer", "time spent", "number of hours"),
    "goal": ("mål", "goal"),
    "ready_by": ("deadline", "due date", "due", "frist", "forfaldsdato", "afleveres", "klar", "target date",
                 "when do you need it", "hvornår skal det bruges"),
    "visible_in": ("uger", "weeks"),
}  # fmt: skip
"""A heading that stands under two is the first of them that is still free."""
SEVERAL = frozenset({"request", "title", "notes", "asked_by", "asked_on"})
"""What a list may well have several columns for; of these the one that is named first here is taken."""
