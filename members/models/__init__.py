from members.models.people import (
    PARTY_STATUSES,
    Education,
    LeftBecause,
    Member,
    MemberStatus,
    PartyGroup,
    Sex,
)

__all__ = ["PARTY_STATUSES", "Education", "LeftBecause", "Member", "MemberStatus", "PartyGroup", "Sex"]
