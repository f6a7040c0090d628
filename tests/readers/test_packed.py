"""Word documents, e-books and archives: what is read of them, and what they cannot do to us."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile

import pytest

from ingest.decode import decode
from ingest.errors import EmptyFileError, NotTextError, ReadError
from ingest.packed import unpack, zips
from tests.readers.packing import WORD, archive, docx, epub, p, r

WORDS = p(r("Ann Lee:", bold=True), r(" We met in the mill, and it was raining."))
PAGE = "<html><body><p>We met in the mill, and it was raining.</p></body></html>"


def everything(_path: str) -> bool:
    return True


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p(r("One.")) + p(r("Two.")), "One.\n\nTwo.\n"),
        (p(r("One\ntwo\tthree")), "One\ntwo\tthree\n"),
        (p(r("Chapter"), style="berschrift1") + p(r("One.")), "# Chapter\n\nOne.\n"),
        (p(r("Deeper"), style="Kapitel") + p(r("One.")), "## Deeper\n\nOne.\n"),
        (p(r("Unknown style"), style="None") + p(r("One.")), "Unknown style\n\nOne.\n"),
        (p(r("Why?", bold=True)) + p(r("So.")), "**Why?**\n\nSo.\n"),
        (p(r("All", bold=True)) + p(r("bold", bold=True)), "All\n\nbold\n"),
        (p("<w:del>", r("gone"), "</w:del><w:ins>", r("here"), "</w:ins>"), "here\n"),
        (p(r("00:01.000 --> 00:02.000")) + p(r("Words.")), "00:01.000 --> 00:02.000\nWords.\n"),
        (p('<w:hyperlink r:id="x" xmlns:r="r">', r("a link"), "</w:hyperlink>"), "a link\n"),
        ("<w:sdt><w:sdtContent>" + p(r("In a box.")) + "</w:sdtContent></w:sdt>", "In a box.\n"),
    ],
)  # fmt: skip
def test_a_document_reads_as_it_looks(body: str, text: str) -> None:
    assert decode(docx(body)).text == text
    assert decode(docx(body)).encoding == "docx"


def test_what_a_document_leaves_out_is_recorded() -> None:
    note = f'<w:comments xmlns:w="{WORD}"><w:comment><w:p><w:r><w:t>Check.</w:t></w:r></w:p></w:comment></w:comments>'
    assert decode(docx(WORDS, comments=note)).repairs == ("the document's comments are left out",)
    none = f'<w:footnotes xmlns:w="{WORD}"><w:footnote><w:separator/></w:footnote></w:footnotes>'
    assert decode(docx(WORDS, footnotes=none)).repairs == ()


def test_the_same_bytes_give_the_same_text() -> None:
    assert decode(docx(WORDS)) == decode(docx(WORDS))
    assert decode(epub({"a.xhtml": PAGE})) == decode(epub({"a.xhtml": PAGE}))


ENTITIES = """<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>"""
DOCUMENT = f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (archive({"word/document.xml": ENTITIES + DOCUMENT}), "declares entities"),
        (archive({"word/document.xml": "<w:document"}), "damaged"),
        (archive({"word/document.xml": b"\xff\xfe<\x00"}), "damaged"),
        (archive({"word/document.xml": '<?xml version="1.0" encoding="klingon"?><a/>'}), "damaged|encoding"),
        (docx(""), "no text in this Word document"),
        (docx(WORDS)[:-40], "damaged"),
        (epub({}), "no pages"),
        (archive({"META-INF/container.xml": "<container/>"}), "names no package file"),
        (archive({"META-INF/container.xml": "<container"}), "damaged"),
        (epub({"a.xhtml": PAGE}, **{"META-INF/encryption.xml": '<e><CipherReference URI="OEBPS/a.xhtml"/></e>'}), "copy protection"),
        (archive({"xl/workbook.xml": "<x/>"}), "office document"),
        (archive({"a.txt": "Words."}), "zip archive"),
        (archive({}), "zip archive"),
        (b"PK\x03\x04 and nothing else", "damaged"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_one_line(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason) as caught:
        decode(data)
    assert "\n" not in str(caught.value)


def test_nothing_in_it_is_an_empty_file() -> None:
    with pytest.raises(EmptyFileError):
        decode(docx(p(r("   "))))


def test_a_bomb_is_measured_while_it_goes_off() -> None:
    bomb = archive({"word/document.xml": b" " * (zips.LARGEST + 1)})
    assert len(bomb) < zips.LARGEST / 500
    tracemalloc.start()
    with pytest.raises(ReadError, match="more than a transcript can be"):
        decode(bomb)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < zips.LARGEST / 2


def test_an_archive_that_lies_about_a_size_is_damaged() -> None:
    made = bytearray(archive({"a.txt": b"x" * 5000}))
    central = made.rfind(b"PK\x01\x02")
    made[central + 24 : central + 28] = (10).to_bytes(4, "little")
    assert unpack(bytes(made), everything).members == []
    (refusal,) = unpack(bytes(made), everything).refused
    assert "damaged" in refusal.reason


def test_paths_stay_inside() -> None:
    names = [
        "/abs.txt",
        "a/./b.txt",
        "..\\up.txt",
        "a/../../up.txt",
        "C:\\c.txt",
        "w\\in.txt",
        "bell\x07.txt",
    ]
    found = unpack(archive(dict.fromkeys(names, "x")), everything)
    assert [m.path for m in found.members] == ["abs.txt", "a/b.txt", "w/in.txt", "bell_.txt"]
    assert [r.reason for r in found.refused] == ["its path leads out of the archive"] * 3


def test_the_second_file_of_a_name_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        made = archive([("a.txt", "one"), ("a.txt", "two")])
    found = unpack(made, everything)
    assert [m.data for m in found.members] == [b"one"]
    assert [r.path for r in found.refused] == ["a.txt"]


def test_archives_in_archives_go_a_few_levels_deep() -> None:
    made = archive({"deep.txt": "x"})
    for name in ("c.zip", "b.zip", "a.zip"):
        made = archive({name: made, f"{name}.txt": "y"})
    found = unpack(made, everything)
    assert [m.path for m in found.members] == [
        "a.zip/b.zip/c.zip.txt",
        "a.zip/b.zip.txt",
        "a.zip.txt",
    ]
    assert [r.path for r in found.refused] == ["a.zip/b.zip/c.zip"]


def test_a_document_named_zip_is_a_file_of_its_archive() -> None:
    (member,) = unpack(archive({"talk.zip": docx(WORDS)}), everything).members
    assert decode(member.data).encoding == "docx"


def test_all_files_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MOST_BYTES", 1000)
    monkeypatch.setattr(zips, "MOST_FILES", 3)
    files: dict[str, bytes | str] = {f"{n}.txt": "x" * 300 for n in range(9)}
    found = unpack(archive(files), everything)
    assert len(found.members) == 3
    assert "may hold 3 files" in found.refused[-1].reason
    found = unpack(archive({f"{n}.txt": "x" * 600 for n in range(2)}), everything)
    assert (len(found.members), len(found.refused)) == (1, 1)


@pytest.mark.parametrize("flag", [0x1])
def test_an_encrypted_file_is_refused(flag: int) -> None:
    made = bytearray(archive({"a.txt": "x"}))
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.find(magic) + at] |= flag
    (refusal,) = unpack(bytes(made), everything).refused
    assert "encrypted" in refusal.reason


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_rare_ways_to_pack_are_refused(method: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        made.writestr("a.txt", "x" * 100)
    (refusal,) = unpack(out.getvalue(), everything).refused
    assert "plain zip" in refusal.reason


def test_names_in_utf8_that_do_not_say_so_and_links() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(zipfile.ZipInfo("cafXX.txt"), "x")
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    data = out.getvalue().replace(b"cafXX", "café".encode())
    assert [m.path for m in unpack(data, everything).members] == ["café.txt"]


def test_pages_are_read_in_the_encoding_that_they_name() -> None:
    page = (
        '<?xml version="1.0" encoding="iso-8859-1"?><html><body><p>Café owners.</p></body></html>'
    )
    made = archive({
        "META-INF/container.xml": '<c><rootfile full-path="b.opf"/></c>',
        "b.opf": '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a%20b.html" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>',
        "a b.html": page.encode("latin-1"),
    })  # fmt: skip
    assert "Café owners." in decode(made).text


def test_a_deep_document_and_a_wide_one_are_read_in_time() -> None:
    begun = time.process_time()
    deep = "<w:p>" * 20_000 + "<w:r><w:t>Down here.</w:t></w:r>" + "</w:p>" * 20_000
    assert decode(docx(deep)).text == "Down here.\n"
    assert len(decode(docx(WORDS * 20_000)).text) > 900_000
    assert time.process_time() - begun < 10


def test_an_office_file_of_another_kind_says_what_to_do() -> None:
    with pytest.raises(NotTextError, match=r"save it as \.docx"):
        decode(
            archive({"content.xml": "<x/>", "mimetype": "application/vnd.oasis.opendocument.text"})
        )
