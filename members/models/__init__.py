from members.models.appraisal import AppraisalEntry, AppraisalRound, BallotSum, MutualRemark
from members.models.committee import CommitteePost, CommitteeTerm, Post
from members.models.development import (
    CONSENT_STEPS,
    ClosedBecause,
    ConsentRequest,
    DevelopmentCase,
    DevelopmentQuota,
    StepRecord,
)
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
from members.models.identity import IdentityNumber, KeepNumbers, PeopleSetting
from members.models.people import (
    PARTY_STATUSES,
    Education,
    LeftBecause,
    Member,
    MemberStatus,
    PartyGroup,
    Sex,
)
from members.models.points import PointsEntry, PointsScheme
from members.models.roster_files import ImportState, RosterExport, RosterImport, RosterImportRow, RowOutcome
from members.models.transfers import Transfer, TransferKind, TransferState

__all__ = [
    "CONSENT_STEPS",
    "PARTY_STATUSES",
    "AppraisalEntry",
    "AppraisalRound",
    "BallotSum",
    "ClosedBecause",
    "CommitteePost",
    "CommitteeTerm",
    "ConsentRequest",
    "DevelopmentCase",
    "DevelopmentQuota",
    "DuesBase",
    "DuesPayment",
    "DuesPublication",
    "DuesReceipt",
    "DuesRelief",
    "Education",
    "EntryKind",
    "IdentityNumber",
    "ImportState",
    "KeepNumbers",
    "LeftBecause",
    "Member",
    "MemberStatus",
    "MutualRemark",
    "PaidBy",
    "PartyGroup",
    "PayBasis",
    "PeopleSetting",
    "PointsEntry",
    "PointsScheme",
    "Post",
    "RosterExport",
    "RosterImport",
    "RosterImportRow",
    "RowOutcome",
    "Sex",
    "StepRecord",
    "StudyKind",
    "StudyRecord",
    "Transfer",
    "TransferKind",
    "TransferState",
]
