"""Packs what a browser asks for once per version, so that no request pays for compressing."""

import gzip
import os
import zipfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from pathlib import Path

import brotli

from lib.server import preload
from lib.server.folders import FOLDERS, PACKED_BY_NATURE, Folder
from lib.server.negotiate import IDENTITY
from lib.settings import settings

# Part of every pack's name: raise it when the same files should be packed in another way.
FORM = b"1"
BROTLI, GZIP = "br", "gzip"
CODINGS = (BROTLI, GZIP)
# The best quality takes ten times as long for 8 % less: only what every first visit loads is worth it.
BROTLI_BEST, BROTLI_QUICK = 11, 9
GZIP_LEVEL = 9
KEY_BYTES = 8


def build() -> list[Path]:
    """The pack of every folder, made where it is missing; older packs of the folder are removed."""
    return [_built(folder) for folder in FOLDERS]


def place() -> Path:
    """Where the packs are kept: beside the store, because both can be made anew from the repository."""
    return settings().store_folder / "assets"


def key(files: dict[str, Path]) -> str:
    """A short fingerprint of names and contents."""
    made = blake2b(FORM, digest_size=KEY_BYTES)
    for address, path in files.items():
        made.update(f"{address}\0{path.stat().st_size}\0".encode())
        made.update(path.read_bytes())
    return made.hexdigest()


def forms(address: str, content: bytes, quality: int) -> list[tuple[str, bytes]]:
    """Names and bytes of the members of one file: text twice, what is compressed by nature as it is."""
    if address.endswith(PACKED_BY_NATURE):
        return [(IDENTITY + address, content)]
    return [
        (BROTLI + address, brotli.compress(content, quality=quality)),
        (GZIP + address, gzip.compress(content, GZIP_LEVEL, mtime=0)),
    ]


def _built(folder: Folder) -> Path:
    files = folder.files()
    target = place() / f"{folder.name}-{key(files)}.zip"
    if not target.exists():
        _write(target, files)
        for older in place().glob(f"{folder.name}-*.zip"):
            if older != target:
                older.unlink(missing_ok=True)
    return target


def _write(target: Path, files: dict[str, Path]) -> None:
    # Written aside and renamed: another process that starts meanwhile sees a whole pack or none.
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_suffix(f".{os.getpid()}.part")
    try:
        with zipfile.ZipFile(aside, "w") as pack:
            for member, content in _members(files):
                pack.writestr(zipfile.ZipInfo(member), content)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)


def _members(files: dict[str, Path]) -> Iterable[tuple[str, bytes]]:
    first = preload.first_visit()

    def packed(address: str) -> list[tuple[str, bytes]]:
        quality = BROTLI_BEST if address in first else BROTLI_QUICK
        return forms(address, files[address].read_bytes(), quality)

    with ThreadPoolExecutor(os.cpu_count()) as workers:
        for members in workers.map(packed, files):
            yield from members
