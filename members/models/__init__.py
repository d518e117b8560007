from members.models.committee import CommitteePost, CommitteeTerm, Post
from members.models.dues import (
    DuesBase,
    DuesPayment,
    DuesPublication,
    DuesReceipt,
    DuesRelief,
    EntryKind,
    PaidBy,
    PayBasis,
)
from members.models.hours import StudyKind, StudyRecord
from members.models.people import (
    PARTY_STATUSES,
    Education,
    LeftBecause,
    Member,
    MemberStatus,
    PartyGroup,
    Sex,
)
from members.models.transfers import Transfer, TransferKind, TransferState

__all__ = [
    "PARTY_STATUSES",
    "CommitteePost",
    "CommitteeTerm",
    "DuesBase",
    "DuesPayment",
    "DuesPublication",
    "DuesReceipt",
    "DuesRelief",
    "Education",
    "EntryKind",
    "LeftBecause",
    "Member",
    "MemberStatus",
    "PaidBy",
    "PartyGroup",
    "PayBasis",
    "Post",
    "Sex",
    "StudyKind",
    "StudyRecord",
    "Transfer",
    "TransferKind",
    "TransferState",
]
