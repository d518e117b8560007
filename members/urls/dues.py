from django.urls import path

from members.views import dues, dues_members, dues_papers

urlpatterns = [
    path("dues/mine/", dues_members.mine, name="my_dues"),
    path("dues/district/", dues_papers.district, name="dues_district"),
    path("dues/branches/<uuid:branch>/", dues.dues, name="dues"),
    path("dues/branches/<uuid:branch>/record/", dues.record, name="dues_record"),
    path("dues/branches/<uuid:branch>/bases/", dues.bases, name="dues_bases"),
    path("dues/branches/<uuid:branch>/arrears/", dues.arrears, name="dues_arrears"),
    path(
        "dues/branches/<uuid:branch>/sheets/<int:year>/<int:month>/<str:ending>/",
        dues_papers.sheet,
        name="dues_sheet",
    ),
    path("dues/branches/<uuid:branch>/publication/", dues_papers.publication, name="dues_publication"),
    path("dues/publications/<uuid:pk>/pdf/", dues_papers.publication_pdf, name="dues_publication_pdf"),
    path("dues/members/<uuid:member>/", dues_members.member, name="dues_member"),
    path("dues/members/<uuid:member>/base/", dues_members.base, name="dues_base"),
    path("dues/members/<uuid:member>/relief/", dues_members.relief, name="dues_relief"),
    path("dues/members/<uuid:member>/extra/", dues_members.extra, name="dues_extra"),
    path("dues/reliefs/<uuid:pk>/approve/", dues_members.approve_relief, name="dues_relief_approve"),
    path("dues/reliefs/<uuid:pk>/end/", dues_members.end_relief, name="dues_relief_end"),
    path("dues/reliefs/<uuid:pk>/withdraw/", dues_members.withdraw_relief, name="dues_relief_withdraw"),
    path("dues/receipts/<uuid:pk>/", dues_papers.receipt, name="dues_receipt"),
    path("dues/receipts/<uuid:pk>/pdf/", dues_papers.receipt_pdf, name="dues_receipt_pdf"),
    path("dues/receipts/<uuid:pk>/reverse/", dues_papers.reverse_entry, name="dues_reverse"),
]
