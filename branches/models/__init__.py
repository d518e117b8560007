from branches.models.audit import AuditChain, AuditEntry
from branches.models.organisation import Branch, District, OrganisationType, SchoolKind
from branches.models.people import Role, RoleAssignment, User

__all__ = [
    "AuditChain",
    "AuditEntry",
    "Branch",
    "District",
    "OrganisationType",
    "Role",
    "RoleAssignment",
    "SchoolKind",
    "User",
]
