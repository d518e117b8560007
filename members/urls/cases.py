from django.urls import path

from members.views import case_papers, case_steps, cases, cases_district, consents, consents_review

urlpatterns = [
    path("development/", cases.entrance, name="development"),
    path("development/branches/<uuid:branch>/", cases.board_page, name="development_board"),
    path("development/branches/<uuid:branch>/open/", cases.open_new, name="case_open"),
    path("development/branches/<uuid:branch>/quota/", cases.quota, name="development_quota"),
    path("development/district/", cases_district.district, name="development_district"),
    path("development/district/overdue/", cases_district.overdue, name="development_overdue"),
    path("development/<uuid:pk>/", cases.detail, name="case"),
    path("development/<uuid:pk>/close/", cases.close, name="case_close"),
    path("development/<uuid:pk>/reopen/", cases.reopen, name="case_reopen"),
    path("development/<uuid:pk>/quota-year/", cases.quota_year, name="case_quota_year"),
    path("development/<uuid:pk>/backwards/", cases.backwards_page, name="case_backwards"),
    path("development/<uuid:pk>/what-if/", cases.what_if, name="case_what_if"),
    path("development/<uuid:pk>/steps/<int:step>/", case_steps.step, name="case_step"),
    path("development/<uuid:pk>/steps/<int:step>/again/", case_steps.step_again, name="case_step_again"),
    path("development/<uuid:pk>/records/<uuid:record>/remove/", case_steps.remove, name="case_step_remove"),
    path("development/<uuid:pk>/records/<uuid:removal>/restore/", case_steps.restore, name="case_step_restore"),
    path("development/<uuid:pk>/papers/", case_papers.papers, name="case_papers"),
    path("development/<uuid:pk>/papers/<slug:slug>.pdf", case_papers.pdf, name="case_paper_pdf"),
    path("development/<uuid:pk>/papers/<slug:slug>.docx", case_papers.docx, name="case_paper_docx"),
    path("development/<uuid:pk>/steps/<int:step>/request/", consents.begin, name="consent_begin"),
    path("development/consents/", consents_review.queue, name="consent_queue"),
    path("development/consents/<uuid:pk>/", consents.detail, name="consent"),
    path("development/consents/<uuid:pk>/edit/", consents.edit, name="consent_edit"),
    path("development/consents/<uuid:pk>/submit/", consents.submit, name="consent_submit"),
    path("development/consents/<uuid:pk>/withdraw/", consents.withdraw, name="consent_withdraw"),
    path("development/consents/<uuid:pk>/issues/<uuid:issue>/", consents.answer, name="consent_answer"),
    path("development/consents/<uuid:pk>/paper.pdf", consents.pdf, name="consent_pdf"),
    path("development/consents/<uuid:pk>/paper.docx", consents.docx, name="consent_docx"),
    path("development/consents/<uuid:pk>/review/", consents_review.review, name="consent_review"),
    path("development/consents/<uuid:pk>/claim/", consents_review.claim, name="consent_claim"),
    path("development/consents/<uuid:pk>/release/", consents_review.release, name="consent_release"),
    path("development/consents/<uuid:pk>/remarks/", consents_review.add_remark, name="consent_remark_add"),
    path(
        "development/consents/<uuid:pk>/remarks/<uuid:remark>/remove/",
        consents_review.remove_remark,
        name="consent_remark_remove",
    ),
    path(
        "development/consents/<uuid:pk>/remarks/<uuid:remark>/settle/", consents_review.settle, name="consent_settle"
    ),
    path("development/consents/<uuid:pk>/return/", consents_review.return_request, name="consent_return"),
    path("development/consents/<uuid:pk>/decide/", consents_review.decide, name="consent_decide"),
]
