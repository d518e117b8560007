"""May this user change this plan, and is it in a state to be changed?"""

from branches.models import User
from branches.permissions import NotAllowed, check_can_write_for
from plans.models import Plan
from workflow.domain.transitions import Status


def check_can_edit_plan(user: User, plan: Plan) -> None:
    """Authors of the branch, while the plan is a draft or was returned."""
    check_can_write_for(user, plan.branch)
    if not plan.is_editable:
        status = Status(plan.status)
        hint = {
            Status.SUBMITTED: "已提交，如需修改请先撤回。",
            Status.IN_REVIEW: "正在审核，审核结束前不能修改。",
            Status.PASSED: "初审已通过，复核结束前不能修改。",
            Status.RECHECKING: "正在复核，审核结束前不能修改。",
            Status.APPROVED: "已审定，如需调整请新建修订版。",
            Status.ARCHIVED: "已归档，不能修改。",
        }[status]
        raise NotAllowed(f"计划{hint}")
