import io
import zipfile

import pytest

from marketplace.documents import media_types as types
from marketplace.documents.media_types import DangerousFile, UnknownType, media_type_of


def archive(*names: str, content: bytes = b"x", compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file:
        for name in names:
            file.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.7\n...", types.PDF),
        (b"\x89PNG\r\n\x1a\n....", types.PNG),
        (b"\xff\xd8\xff\xe0....", types.JPEG),
        ("申请号,名称\n202310123456.7,一种\n".encode(), types.CSV),
        ("申请号,名称\n".encode("gb18030"), types.CSV),
        ("\ufeff申请号\t名称\n".encode(), types.TSV),
        (b"<?xml version='1.0'?>\n<!-- record -->\n<pat:Patent/>", types.XML),
        (archive("[Content_Types].xml", "xl/workbook.xml"), types.XLSX),
        (archive("[Content_Types].xml", "word/document.xml"), types.DOCX),
        (archive("OFD.xml", "Doc_0/Document.xml"), types.OFD),
    ],
)
def test_tells_by_content(content, expected):
    assert media_type_of(io.BytesIO(content)) == expected


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00\x03\x00\x00\x00",
        b"GIF89a\x01\x00",
        b"<html><body>hello</body></html>",
        b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<?xml version='1.0'?><x:html/>",
        b"  \n\t \n",
        archive("readme.txt"),
        b"PK\x03\x04 and then nothing",
        b"\x00\x01\x02\x03",
    ],
)
def test_refuses_what_is_not_on_the_list(content):
    with pytest.raises(UnknownType):
        media_type_of(io.BytesIO(content))


@pytest.mark.parametrize(
    "content",
    [
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
        archive("xl/workbook.xml", "xl/vbaProject.bin"),
        archive("xl/workbook.xml", "../../etc/passwd"),
        archive("xl/workbook.xml", "xl/big.xml", content=b"0" * 3_000_000),
    ],
)
def test_refuses_what_could_do_harm(content):
    with pytest.raises(DangerousFile):
        media_type_of(io.BytesIO(content))
