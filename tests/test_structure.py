"""The rules of the code base, read from the files themselves; there is no list of exceptions."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from lib import look, text

ROOT = Path(__file__).parent.parent
# Lowest first: a module imports only from what stands before it, or from its own package.
ORDER = (
    ("errors", "json_stat", "sotkanet", "progress"),
    ("settings", "watch"),
    ("files",),
    ("shapes", "table", "kept", "attempts"),
    ("forms", "need_rules", "feeds"),
    ("facts",),
    ("limits", "formulas"),
    ("references",),
    ("catalogue", "text", "look"),
    ("names",),
    ("areas", "sources", "intake", "sample"),
    ("field_faults",),
    ("store",),
    ("query",),
    ("work_areas",),
    ("complement",),
    ("closing",),
    ("publishing", "protect"),
    ("remembered",),
    ("deliveries", "scheduled"),
    ("inbox",),
    ("refreshing", "fetch_words", "borders_fetching"),
    ("statistics",),
    (
        "figures",
        "care",
        "gap",
        "actions",
        "forecast",
        "flow",
        "need",
        "uncertainty",
        "similar",
        "taking_part",
    ),
    ("signals",),
    ("charts", "maps", "markup", "reports"),
    ("ui",),
    ("server",),
    ("pages", "app", "serve", "__main__"),
)
RANK = {part: place for place, parts in enumerate(ORDER) for part in parts}
PURE = (
    "statistics",
    "signals",
    "figures",
    "gap",
    "actions",
    "need",
    "uncertainty",
    "similar",
    "taking_part",
    "forecast",
    "flow",
    "charts",
    "maps",
    "markup",
    "reports",
)
IMPURE = (
    "lib.store",
    "lib.query",
    "lib.protect",
    "lib.publishing",
    "streamlit",
    "duckdb",
    "requests",
    "urllib",
    "httpx",
)
SQL = re.compile(
    r"\s*(SELECT|INSERT|CREATE|UPDATE|DELETE|ATTACH|DETACH|COPY|DROP|WITH|ALTER|BEGIN|COMMIT|ROLLBACK|CALL|LOAD|"
    r"INSTALL|PRAGMA|MERGE)(\s|$)"
)
HEX = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3})(?![0-9A-Za-z_-])")
KEY = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")
FILE_ENDINGS = (
    ".html",
    ".css",
    ".js",
    ".csv",
    ".toml",
    ".py",
    ".svg",
    ".png",
    ".parquet",
    ".sqlite",
    ".lock",
    ".json",
)
LONGEST_PAGE, LONGEST_MODULE = 80, 250


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


LIB, PAGES = sources("lib"), sources("pages")
PROGRAM = [*LIB, *PAGES, ROOT / "app.py", ROOT / "serve.py"]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def at(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> Iterator[tuple[ast.AST, str]]:
    """Every imported module of a file, also inside functions; `from lib import x` counts as lib.x."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            own = module(path).split(".") if path.name == "__init__.py" else module(path).split(".")[:-1]
            start = own[: len(own) - node.level + 1] if node.level else []
            base = ".".join([*start, *([node.module] if node.module else [])])
            yield from ((node, _named(base, name.name)) for name in node.names)


def _named(base: str, name: str) -> str:
    """`from lib.charts import bars` is the module lib.charts.bars; a name inside a module is the module."""
    inner = ROOT.joinpath(*base.split("."), name)
    return f"{base}.{name}" if base == "lib" or inner.with_suffix(".py").exists() else base


def part(name: str) -> str:
    """The stop of the path that a module belongs to: lib.charts.bars is charts."""
    pieces = name.split(".")
    return pieces[1] if pieces[0] == "lib" and len(pieces) > 1 else pieces[0]


def docstrings(path: Path) -> set[int]:
    """The ids of constants that are docstrings."""
    holders = (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(tree(path))
        if isinstance(node, holders) and node.body and isinstance(node.body[0], ast.Expr)
    }


def strings(path: Path) -> Iterator[ast.Constant]:
    """Every text constant that is no docstring, f-string pieces too."""
    skipped = docstrings(path)
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node


def words(sentence: str) -> list[str]:
    """Words as a reader meets them: letters between blanks, outside tags and placeholders."""
    bare = re.sub(r"<[^>]*>|\{[^}]*\}", " ", sentence)
    return [one for one in bare.split() if re.fullmatch(r"[^\W\d_]{2,}[.,:;!?]?", one)]


def test_every_part_of_lib_has_its_place_in_the_order():
    parts = {part(module(path)) for path in LIB} - {"lib"}
    assert sorted(parts - set(RANK)) == []


def test_imports_go_one_way():
    wrong = [
        f"{at(path, node)}: {part(module(path))} imports {name}"
        for path in PROGRAM
        for node, name in imports(path)
        if name.split(".")[0] == "lib"
        and part(name) not in (part(module(path)), "lib")
        and RANK[part(name)] >= RANK[part(module(path))]
    ]
    assert wrong == []


def test_modules_import_each_other_in_no_circle():
    known = {module(path): path for path in LIB}
    edges = {
        name: {found for _, found in imports(path) if found in known and found != name}
        for name, path in known.items()
    }
    while free := {name for name, needs in edges.items() if not needs & set(edges)}:
        edges = {name: needs for name, needs in edges.items() if name not in free}
    assert sorted(edges) == []


def test_statistics_import_nothing_of_ours_but_errors():
    wrong = [
        f"{at(path, node)}: {name}"
        for path in sources("lib/statistics")
        for node, name in imports(path)
        if name.startswith("lib") and part(name) not in ("statistics", "errors")
    ]
    assert wrong == []


def test_counting_and_drawing_import_no_store_no_streamlit_and_no_network():
    wrong = [
        f"{at(path, node)}: {name}"
        for path in LIB
        if part(module(path)) in PURE
        for node, name in imports(path)
        if name.startswith(IMPURE)
    ]
    assert wrong == []


def test_streamlit_is_known_only_to_ui_server_and_pages():
    wrong = [
        f"{at(path, node)}: {name}"
        for path in LIB
        if part(module(path)) not in ("ui", "server")
        for node, name in imports(path)
        if name.split(".")[0] == "streamlit"
    ]
    assert wrong == []


def test_sql_stands_only_in_store_and_query():
    allowed = {*sources("lib/store"), ROOT / "lib" / "query.py"}
    wrong = [
        at(path, node)
        for path in PROGRAM
        if path not in allowed
        for node in strings(path)
        if SQL.match(node.value)
    ]
    wrong += [
        f"{at(path, node)}: {name}"
        for path in PROGRAM
        if path not in allowed
        for node, name in imports(path)
        if name.split(".")[0] == "duckdb"
    ]
    assert wrong == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_is_short_and_defines_nothing(path):
    definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_PAGE
    assert [at(path, node) for node in ast.walk(tree(path)) if isinstance(node, definitions)] == []


def test_every_page_of_the_list_exists_and_every_page_is_on_the_list():
    listed = {node.value for node in strings(ROOT / "app.py") if node.value.startswith("pages/")}
    assert listed == {str(path.relative_to(ROOT)) for path in PAGES}


def test_modules_are_under_250_lines():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in PROGRAM
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_every_module_opens_by_saying_what_it_is_for():
    assert [str(path.relative_to(ROOT)) for path in PROGRAM if not ast.get_docstring(tree(path))] == []


def test_no_words_of_finnish_or_swedish_stand_in_code():
    wrong = [
        f"{at(path, node)}: {node.value[:60]!r}"
        for path in PROGRAM
        for node in strings(path)
        if re.search("[åäöÅÄÖ]", node.value)
    ]
    assert wrong == []


def test_no_sentences_stand_in_pages_and_ui():
    screens = [path for path in PROGRAM if part(module(path)) in ("ui", "pages", "app")]
    wrong = [
        f"{at(path, node)}: {node.value[:60]!r}"
        for path in screens
        for node in strings(path)
        if len(words(node.value)) >= 3
    ]
    assert wrong == []


def test_no_words_stand_in_templates():
    wrong = []
    for path in sorted((ROOT / "lib").rglob("*.html")):
        bare = re.sub(r"\{[%#].*?[%#]\}|\{\{.*?\}\}", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        bare = re.sub(r"<[^>]*>", " ", bare, flags=re.DOTALL)
        wrong += [f"{path.name}: {one}" for one in re.findall(r"[^\W\d_]{2,}", bare)]
    assert wrong == []


def test_no_words_of_finnish_or_swedish_stand_in_scripts_and_styles():
    files = [path for ending in ("*.js", "*.css", "*.html") for path in (ROOT / "lib").rglob(ending)]
    assert files
    assert [path.name for path in files if re.search("[åäöÅÄÖ]", path.read_text(encoding="utf-8"))] == []


def test_colours_stand_only_in_the_tokens():
    endings = {".py", ".css", ".js", ".html", ".toml", ".svg"}
    # The wordmark is a picture of its own, and the theme is generated (see below).
    allowed = {ROOT / "data" / "tokens.toml", ROOT / "static" / "logo.svg"}
    files = [
        path
        for folder in ("lib", "pages", "data", "static")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in endings and path not in allowed and "store" not in path.relative_to(ROOT).parts[:2]
    ]
    wrong = [
        f"{path.relative_to(ROOT)}:{number}: {found.group()}"
        for path in [*files, ROOT / "app.py", ROOT / "serve.py"]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        for found in HEX.finditer(line)
    ]
    assert wrong == []


def test_the_wordmark_uses_only_colours_of_the_tokens():
    known = {one.upper() for mode in look.MODES for one in look.tokens()["color"][mode].values()}
    used = {one.upper() for one in HEX.findall((ROOT / "static" / "logo.svg").read_text(encoding="utf-8"))}
    assert used - known == set()


def test_the_streamlit_theme_is_the_one_generated_from_the_tokens():
    written = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert written[written.index("[theme]") :] == look.streamlit_theme()


def test_every_text_has_three_languages_with_the_same_named_values():
    texts = text.load(ROOT / "data" / "text")
    named = {
        key: [set(re.findall(r"\{(\w+)", entry[language])) for language in ("fi", "sv", "en")]
        for key, entry in texts.items()
    }
    assert {key: values for key, values in named.items() if not values[0] == values[1] == values[2]} == {}
    assert {key: set(entry) for key, entry in texts.items() if set(entry) != {"fi", "sv", "en"}} == {}


def test_every_text_key_that_code_names_exists():
    known = text.load(ROOT / "data" / "text")
    families = {key.split(".")[0] for key in known}
    stems = {key.rpartition(".")[0] for key in known if key.endswith((".one", ".many"))}
    wrong = [
        f"{at(path, node)}: {node.value}"
        for path in PROGRAM
        for node in whole_strings(path)
        if KEY.fullmatch(node.value)
        and node.value.split(".")[0] in families
        and not node.value.endswith(FILE_ENDINGS)
        and node.value not in known
        and node.value not in stems
    ]
    assert wrong == []


def test_every_text_key_that_code_puts_together_can_exist():
    known = text.load(ROOT / "data" / "text")
    families = {key.split(".")[0] for key in known}
    wrong = []
    for path in PROGRAM:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.JoinedStr) and is_key(node, families):
                shape = "".join(
                    re.escape(piece.value) if isinstance(piece, ast.Constant) else ".+"
                    for piece in node.values
                )
                wrong += (
                    []
                    if any(re.fullmatch(shape + r"(\.one|\.many)?", key) for key in known)
                    else [f"{at(path, node)}: {shape}"]
                )
    assert wrong == []


def whole_strings(path: Path) -> Iterator[ast.Constant]:
    pieces = {
        id(piece) for node in ast.walk(tree(path)) if isinstance(node, ast.JoinedStr) for piece in node.values
    }
    return (node for node in strings(path) if id(node) not in pieces)


def is_key(node: ast.JoinedStr, families: set[str]) -> bool:
    first = node.values[0]
    rest = [piece.value for piece in node.values if isinstance(piece, ast.Constant)]
    return (
        isinstance(first, ast.Constant)
        and "." in first.value
        and first.value.split(".")[0] in families
        and all(re.fullmatch(r"[a-z0-9_.]+", piece) for piece in rest)
        and not rest[-1].endswith(FILE_ENDINGS)
    )


def documents() -> list[Path]:
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_every_path_named_in_the_documents_exists(document):
    ignored = [
        line.strip("/") for line in (ROOT / ".gitignore").read_text().splitlines() if line.startswith("/")
    ]
    tops = {path.name for path in ROOT.iterdir()}
    named = re.findall(r"`([\w.][^`\s]*)`", document.read_text(encoding="utf-8"))
    named += [
        link
        for link in re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8"))
        if ":" not in link
    ]
    paths = {one.rstrip("/") for one in named if one.split("/")[0] in tops or "/" in one and Path(one).suffix}
    missing = [
        one
        for one in sorted(paths)
        if not one.startswith(tuple(ignored))
        and "://" not in one
        and not any(
            list(folder.glob(re.sub(r"<[^>]*>|NNNN|…", "*", one))) for folder in (ROOT, document.parent)
        )
    ]
    assert missing == []


def test_nothing_names_a_place_of_one_machine():
    files = [
        path
        for folder in ("lib", "pages", "data", "docs", "tests", "bench")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".toml", ".md", ".csv", ".css", ".js", ".html", ".sh"}
        and "store" not in path.relative_to(ROOT).parts[:2]
        and path != Path(__file__)
    ]
    wrong = [
        str(path.relative_to(ROOT))
        for path in files
        if re.search(r"(?<![\w.])/(work|home|root|tmp|Users)/\w", path.read_text(encoding="utf-8"))
    ]
    assert wrong == []
