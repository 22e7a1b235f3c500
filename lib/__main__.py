"""The commands of python -m lib; `python -m lib --help` lists them."""

import argparse
import sys
from datetime import date
from functools import partial
from pathlib import Path

from lib.catalogue import catalogue
from lib.errors import InputError, SourceError, TilannekuvaError
from lib.settings import ROOT, settings
from lib.text import say

MODEL_FOLDER = "model"
# What the sender of a boundary file may say of it; each is an option of the command.
BORDER_CHOICES = ("crs", "layer", "code_field", "duplicates", "scope", "vintage", "licence", "source")


def build(_: argparse.Namespace) -> int:
    """Make missing model tables, publish every embedded table not yet in the store, and pack the assets."""
    from lib import protect, publishing, query
    from lib.sample import write
    from lib.server import packing

    # Facts first: a fault in them is told at once, not after the model figures are made.
    facts = catalogue()
    model = settings().store_folder / MODEL_FOLDER
    if not list(model.glob("*.parquet")):
        write.write(model)
    embedded = settings().data_folder / "sample"
    added = publishing.build(facts, embedded, model)
    publishing.build_actions(embedded)
    # Found now, so that the first reader need not wait for it.
    protect.closed(facts, tuple(query.heads().values()))
    packing.build()
    print(say("command.build.done", "en", count=len(added), names=", ".join(added) or "-"))
    return 0


def sample(options: argparse.Namespace) -> int:
    """Write the model tables anew."""
    from lib.sample import write

    for path in write.write(options.folder or settings().store_folder / MODEL_FOLDER):
        print(path.name)
    return 0


def theme(_: argparse.Namespace) -> int:
    """Write the theme of .streamlit/config.toml from data/tokens.toml; what stands above it is kept."""
    from lib import look

    path = ROOT / ".streamlit" / "config.toml"
    kept = path.read_text(encoding="utf-8").split("[theme]")[0]
    path.write_text(kept + look.streamlit_theme(), encoding="utf-8")
    return 0


def ingest(options: argparse.Namespace) -> int:
    """Check a file against a dataset's form and publish it; with a fault all are printed and none stored."""
    from lib import deliveries, intake, publishing
    from lib.work_areas import saved

    dataset = catalogue().datasets[options.dataset]
    content = options.file.read_bytes()
    found = deliveries.examined(content, options.file.name, dataset, saved.facts(date.today()), date.today())
    if found.refusal:
        raise found.refusal
    for problem in found.problems:
        print(intake.sentence(problem, partial(say, language=options.language)))
    if not found.is_sound:
        return 1
    sent = deliveries.delivery(
        content, options.file.name, dataset, options.role, options.reason, found.wishes
    )
    print(publishing.publish(dataset, found.rows(), sent, catalogue()))
    return 0


def inbox(options: argparse.Namespace) -> int:
    """Publish what is due, and take what was dropped in the inbox, once; for cron where no server runs."""
    from lib import inbox as dropped
    from lib.server import clerk

    dropped.prepare(catalogue())
    versions, outcomes = clerk.publish_due(), clerk.take_dropped()
    for version in versions:
        print(say("command.inbox.due", options.language, version=version))
    for one in outcomes:
        key = "command.inbox.taken" if one.version else "command.inbox.refused"
        print(say(key, options.language, file=one.file_name, version=one.version, kept=one.kept))
    return 0 if all(one.version for one in outcomes) else 1


def refresh(options: argparse.Namespace) -> int:
    """Fetch new figures from one source or all, a line each; 1 when any of them did not come whole."""
    from lib import fetch_words, refreshing
    from lib.sources.web import Web

    facts, web = catalogue(), Web()
    known = {one.id: one for one in refreshing.fetched(facts)}
    if options.source and options.source not in known:
        unknown = {"source": options.source, "known": ", ".join(known)}
        print(say("fetch.unknown", options.language, **unknown), file=sys.stderr)
        return 2
    keep, done = "nothing" if options.dry_run else "store", []
    for source in [known[options.source]] if options.source else known.values():
        attempt = refreshing.refresh(source, facts, web, keep)
        print(f"{source.id}: {fetch_words.whole(attempt, source, facts, options.language, keep)}", flush=True)
        done.append(attempt.result)
    return 0 if set(done) <= {"came", "same"} else 1


def boundaries(options: argparse.Namespace) -> int:
    """Replace a level's map by real polygons from a file or a map service, or put the previous map back."""
    from lib import borders_fetching
    from lib.areas import boundaries as borders

    if options.origin:
        report = borders_fetching.replace(options.level, options.origin, catalogue())
    elif options.restore:
        report = borders.restore(options.level)
    else:
        asked = {name: getattr(options, name) for name in BORDER_CHOICES}
        wishes = borders.Choices(**{name: value for name, value in asked.items() if value is not None})
        names = borders_fetching.known(options.level, catalogue())
        report = borders.replace(options.level, options.file, names, wishes)
    for problem in report.problems:
        print(say(problem.key, options.language, **problem.values))
    return 0 if report.is_done else 1


def schematic(_: argparse.Namespace) -> int:
    """Draw the schematic maps anew from data/areas/schematic."""
    from lib.areas import geo_files
    from lib.areas import schematic as sketch

    for level, entry in sketch.build_all(geo_files.FOLDER).items():
        print(level, entry["file"], entry["n"])
    return 0


def preload(options: argparse.Namespace) -> int:
    """Note what the landing page of a running app loads late, to be fetched early; needs a browser."""
    from lib.server import landing

    for address in landing.note(options.root):
        print(address)
    return 0


def main(arguments: list[str]) -> int:
    """Run one command; a fault of ours is one sentence on the error stream."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except InputError as fault:
        print(say(fault.key, options.language, **fault.values), file=sys.stderr)
        return 2
    except SourceError as fault:
        print(say(fault.key, options.language, **fault.values), file=sys.stderr)
        return 1
    except TilannekuvaError as fault:
        print(fault, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lib", description=__doc__)
    parser.add_argument("--language", choices=("fi", "sv", "en"), default="en")
    commands = parser.add_subparsers(required=True)
    for command in (build, theme, schematic, inbox):
        commands.add_parser(command.__name__, help=command.__doc__).set_defaults(run=command)
    one = commands.add_parser("sample", help=sample.__doc__)
    one.add_argument("--folder", type=Path)
    one.set_defaults(run=sample)
    one = commands.add_parser("ingest", help=ingest.__doc__)
    one.add_argument("file", type=Path)
    one.add_argument("--dataset", required=True)
    one.add_argument("--reason", default="command line")
    one.add_argument("--role", default="analyst")
    one.set_defaults(run=ingest)
    one = commands.add_parser("refresh", help=refresh.__doc__)
    one.add_argument("source", nargs="?", default="")
    one.add_argument("--dry-run", action="store_true")
    one.set_defaults(run=refresh)
    one = commands.add_parser("preload", help=preload.__doc__)
    one.add_argument("root", nargs="?", default="http://127.0.0.1:8501/")
    one.set_defaults(run=preload)
    one = commands.add_parser("boundaries", help=boundaries.__doc__)
    one.add_argument("file", type=Path, nargs="?")
    one.add_argument("--level", required=True)
    for name in BORDER_CHOICES:
        choices = ("refuse", "dissolve") if name == "duplicates" else None
        one.add_argument(f"--{name.replace('_', '-')}", choices=choices)
    one.add_argument("--restore", action="store_true")
    one.add_argument("--from", dest="origin")
    one.set_defaults(run=boundaries)
    return parser


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
