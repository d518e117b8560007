from django.urls import path

from members.views import appraisal, own_appraisal

urlpatterns = [
    path("branches/<uuid:branch>/appraisal/", appraisal.rounds, name="appraisals"),
    path("appraisal/<uuid:pk>/", appraisal.appraisal, name="appraisal"),
    path("appraisal/<uuid:pk>/advance/", appraisal.advance, name="appraisal_advance"),
    path("appraisal/<uuid:pk>/people/<uuid:entry>/grade/", appraisal.grade, name="appraisal_grade"),
    path("appraisal/<uuid:pk>/people/<uuid:entry>/self/", appraisal.write_self_for, name="appraisal_self_for"),
    path("appraisal/<uuid:pk>/paper/", appraisal.paper, name="appraisal_paper"),
    path("appraisal/<uuid:pk>/result.pdf", appraisal.sheet, {"ending": "pdf"}, name="appraisal_pdf"),
    path("appraisal/<uuid:pk>/result.docx", appraisal.sheet, {"ending": "docx"}, name="appraisal_docx"),
    path("appraisal/<uuid:pk>/mine/", own_appraisal.mine, name="my_appraisal"),
    path("appraisal/<uuid:pk>/mine/self/", own_appraisal.write_self, name="my_appraisal_self"),
    path("appraisal/<uuid:pk>/mine/remarks/<uuid:entry>/", own_appraisal.write_remark, name="my_appraisal_remark"),
    path("appraisal/<uuid:pk>/mine/vote/", own_appraisal.vote, name="my_appraisal_vote"),
    path("appraisal/<uuid:pk>/mine/read/", own_appraisal.read, name="my_appraisal_read"),
]
