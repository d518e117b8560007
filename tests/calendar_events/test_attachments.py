"""Files: kept once outside the code tree, seen by those who see what they hang on, taken away with a line in the trail."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from branches.models import AuditEntry, User
from branches.permissions import NotAllowed
from calendar_events.domain.files import FileRefused
from calendar_events.models import Attachment, Purpose, RegisterEntry
from calendar_events.selectors.event_papers import event_papers
from calendar_events.services.attachments import attach, remove_attachment
from calendar_events.services.record_finishing import finish_record
from calendar_events.services.records import open_record
from members.models import CommitteePost, CommitteeTerm
from tests.calendar_events.domain.test_files import photo
from tests.calendar_events.events import event_of
from tests.calendar_events.ledgers import PDF, client_of, entry, entry_of
from tests.cast import NOW, TODAY, Cast


@pytest.fixture(autouse=True)
def _uploads(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"


def proof(to: RegisterEntry, *, by: User, data: bytes = PDF, filename: str = "责任书.pdf") -> Attachment:
    return attach(to=to, data=data, filename=filename, purpose=Purpose.PROOF, by=by, at=NOW)


def seen_by(user: User) -> bool:
    return Attachment.objects.visible_to(user).exists()


def test_a_file_lies_outside_the_code_tree_under_a_name_of_its_own(cast: Cast) -> None:
    row = proof(entry(cast, "duties"), by=cast.lin, filename="../../责任书.exe.pdf")
    path = Path(row.file.path)
    assert path.is_relative_to(settings.MEDIA_ROOT)
    assert (path.name, path.read_bytes(), oct(path.stat().st_mode & 0o777)) == (row.pk.hex, PDF, "0o600")
    assert (row.filename, row.kind, row.size) == ("责任书.exe.pdf", "pdf", len(PDF))


def test_the_same_file_is_kept_once(cast: Cast) -> None:
    row = entry(cast, "duties")
    assert proof(row, by=cast.lin).pk == proof(row, by=cast.qiao, filename="另一个名字.pdf").pk
    assert AuditEntry.objects.filter(action="attachment.add").count() == 1
    with pytest.raises(IntegrityError, match="attachment_has_one_owner"), transaction.atomic():
        Attachment.objects.update(entry=None)


def test_files_follow_what_they_hang_on(cast: Cast) -> None:
    proof(entry(cast, "promises", owner=entry_of(cast.tang), is_public=True), by=cast.lin)
    assert [seen_by(user) for user in (cast.lin, cast.tang, cast.song, cast.he, cast.fang)] == [
        True,
        True,
        False,
        False,
        False,
    ]
    proof(entry(cast, "rectification"), by=cast.lin)
    assert [seen_by(user) for user in (cast.he, cast.wei, cast.bai, cast.yu)] == [True, True, False, False]


def test_papers_of_a_committees_meeting_are_the_committees_and_above_once_it_is_recorded(cast: Cast) -> None:
    """魏然 and 何清 are above; 宋知秋 is elected for youth without a role in the portal, 唐果 a member like any other."""
    event = event_of(cast, "支委会", kind="committee_meeting", audience="committee", starts_on=TODAY)
    row = attach(to=event, data=PDF, filename="拟发展对象.pdf", purpose=Purpose.MATERIAL, by=cast.qiao, at=NOW)
    users = (cast.lin, cast.qiao, cast.tang, cast.song, cast.he, cast.wei, cast.fang)

    def readers() -> list[str]:
        """Who has it on the event's page; nobody else may fetch it."""
        listed = [user.display_name for user in users[:-1] if event_papers(event, user)["attachments"]]
        address = reverse("calendar_events:attachment", args=[row.pk])
        answers = {user.display_name: client_of(user).get(address) for user in users}
        assert listed == [name for name, answer in answers.items() if answer.status_code == 200]
        assert all(answers[name].getvalue() == PDF for name in listed)
        return listed

    assert readers() == ["林向阳", "乔木"]
    term = CommitteeTerm.objects.create(branch=cast.branch, elected_on=TODAY, years=3, ends_on=date(2029, 3, 2))
    CommitteePost.objects.create(term=term, member=entry_of(cast.song), post="youth", starts_on=TODAY)
    record = open_record(event=event, by=cast.lin, at=NOW)
    assert readers() == ["林向阳", "乔木", "宋知秋"]
    record.people.update(presence="present")
    finish_record(record=record, acknowledged=True, by=cast.lin, at=NOW)
    assert readers() == ["林向阳", "乔木", "宋知秋", "何清", "魏然"]


def test_files_of_what_is_restricted_stay_there_and_leave_no_name(cast: Cast) -> None:
    row = entry(cast, "accountability", "某事", owner=entry_of(cast.tang))
    kept = proof(row, by=cast.lin, filename="唐果谈话提醒.pdf")
    assert [seen_by(user) for user in (cast.lin, cast.qiao, cast.tang, cast.he)] == [True, False, False, False]
    line = AuditEntry.objects.get(action="attachment.add")
    assert (line.target_name, line.detail["filename"]) == ("监督执纪、责任追究", "PDF")
    assert line.detail["sha256"] == kept.sha256


def test_who_may_add_and_take_away(cast: Cast) -> None:
    pair = entry(cast, "pairs", owner=entry_of(cast.tang))
    row = proof(pair, by=cast.tang)
    for user in (cast.song, cast.he, cast.fang):
        with pytest.raises(NotAllowed):
            proof(pair, by=user)
        with pytest.raises(NotAllowed):
            remove_attachment(attachment=row, by=user, at=NOW)


def test_what_is_taken_away_is_gone_and_stays_in_the_trail(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    row = proof(entry(cast, "duties"), by=cast.lin)
    path = Path(row.file.path)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            remove_attachment(attachment=row, by=cast.lin, at=NOW)
    assert not path.exists()
    line = AuditEntry.objects.get(action="attachment.remove")
    assert (line.detail["filename"], line.detail["bytes"]) == ("责任书.pdf", len(PDF))


def test_a_branchs_entry_takes_sixty_files(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("calendar_events.services.attachments.MOST_FILES", 2)
    row = entry(cast, "duties")
    for number in range(2):
        proof(row, by=cast.lin, data=PDF + bytes([number]))
    with pytest.raises(FileRefused, match="已经有2个"):
        proof(row, by=cast.lin, data=PDF + b"3")


def test_several_files_at_once_the_good_ones_stay(cast: Cast) -> None:
    row = entry(cast, "duties")
    files = [
        SimpleUploadedFile("责任书.pdf", PDF),
        SimpleUploadedFile("照片.jpg", photo()),
        SimpleUploadedFile("病毒.pdf", b"MZ\x90\x00\x03"),
    ]
    url = reverse("calendar_events:register_attach", args=[row.pk])
    response = client_of(cast.lin).post(url, {"upload": files})
    text = response.content.decode()
    assert response.status_code == 422
    assert "已上传2个文件。" in text
    assert "病毒.pdf：不认识这种文件。" in text
    assert set(row.attachments.values_list("kind", flat=True)) == {"pdf", "jpg"}
    assert "请选择文件。" in client_of(cast.lin).post(url, {}).content.decode()


def test_a_browser_gets_a_file_with_headers_that_let_nothing_run(cast: Cast) -> None:
    row = entry(cast, "duties")
    pdf, picture = proof(row, by=cast.lin), proof(row, by=cast.lin, data=photo(), filename="活动.jpeg")
    client = client_of(cast.lin)
    for file, kind, begins in ((pdf, "application/pdf", "attachment"), (picture, "image/jpeg", "inline")):
        response = client.get(reverse("calendar_events:attachment", args=[file.pk]))
        assert response["Content-Type"] == kind
        assert response["Content-Disposition"].startswith(begins)
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response["Cache-Control"] == "private, no-store"
        assert b"".join(response.streaming_content).startswith((b"%PDF", b"\xff\xd8"))
    Path(pdf.file.path).unlink()
    assert client.get(reverse("calendar_events:attachment", args=[pdf.pk])).status_code == 404
