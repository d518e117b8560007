from django.urls import path

from members.views import transfers

urlpatterns = [
    path("branches/<uuid:branch>/transfers/", transfers.transfer_list, name="transfers"),
    path("branches/<uuid:branch>/transfers/send/", transfers.send, name="transfer_send"),
    path("branches/<uuid:branch>/transfers/enter/", transfers.enter, name="transfer_enter"),
    path("transfers/<uuid:pk>/", transfers.detail, name="transfer"),
    path("transfers/<uuid:pk>/accept/", transfers.accept, name="transfer_accept"),
    path("transfers/<uuid:pk>/return/", transfers.send_back, name="transfer_return"),
    path("transfers/<uuid:pk>/letter.pdf", transfers.letter, {"ending": "pdf"}, name="letter_pdf"),
    path("transfers/<uuid:pk>/letter.docx", transfers.letter, {"ending": "docx"}, name="letter_docx"),
]
