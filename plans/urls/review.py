from django.urls import path

from plans.views import comparison, queue, review, submission

urlpatterns = [
    path("queue/", queue.plan_queue, name="queue"),
    path("queue/claim/", queue.claim_many, name="claim_many"),
    path("queue/assign/", queue.assign_many, name="assign_many"),
    path("assignments/", queue.assignments, name="assignments"),
    path("assignments/<uuid:pk>/end/", queue.assignment_end, name="assignment_end"),
    path("review-settings/<uuid:district>/", queue.review_settings, name="review_settings"),
    path("<uuid:pk>/unassign/", queue.unassign, name="unassign"),
    path("<uuid:pk>/submit/", submission.submit, name="submit"),
    path("<uuid:pk>/withdraw/", submission.withdraw, name="withdraw"),
    path("<uuid:pk>/issues/", submission.issues, name="issues"),
    path("<uuid:pk>/issues/<uuid:issue>/answer/", submission.answer, name="answer"),
    path("<uuid:pk>/amend/", submission.amend, name="amend"),
    path("<uuid:pk>/review/", review.review, name="review"),
    path("<uuid:pk>/claim/", review.claim, name="claim"),
    path("<uuid:pk>/release/", review.release, name="release"),
    path("<uuid:pk>/remarks/add/", review.add_remark, name="remark_add"),
    path("<uuid:pk>/remarks/<uuid:remark>/change/", review.change_remark, name="remark_change"),
    path("<uuid:pk>/remarks/<uuid:remark>/remove/", review.remove_remark, name="remark_remove"),
    path("<uuid:pk>/remarks/<uuid:remark>/settle/", review.settle, name="settle"),
    path("<uuid:pk>/return/", review.return_plan, name="return"),
    path("<uuid:pk>/approve/", review.approve, name="approve"),
    path("<uuid:pk>/compare/", comparison.compare, name="compare"),
    path("<uuid:pk>/compare/paper.<str:ending>", comparison.compare_paper, name="compare_paper"),
]
