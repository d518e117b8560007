from members.models.committee import CommitteePost, CommitteeTerm, Post
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
    "Education",
    "LeftBecause",
    "Member",
    "MemberStatus",
    "PartyGroup",
    "Post",
    "Sex",
    "Transfer",
    "TransferKind",
    "TransferState",
]
