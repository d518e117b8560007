from django.urls import path

from branches.views import account, administration, audit

app_name = "branches"
urlpatterns = [
    path("login/", account.PortalLoginView.as_view(), name="login"),
    path("logout/", account.PortalLogoutView.as_view(), name="logout"),
    path("account/password/", account.change_own_password, name="change_password"),
    path("account/role/", account.switch_role, name="switch_role"),
    path("account/type-size/", account.set_type_size, name="set_type_size"),
    path("organisations/", administration.branch_list, name="branch_list"),
    path("organisations/add/", administration.branch_add, name="branch_add"),
    path("organisations/<uuid:pk>/", administration.branch_change, name="branch_change"),
    path("accounts/", administration.account_list, name="account_list"),
    path("accounts/add/", administration.account_add, name="account_add"),
    path("accounts/<uuid:pk>/", administration.account, name="account"),
    path("accounts/<uuid:pk>/roles/add/", administration.role_give, name="role_give"),
    path("accounts/<uuid:pk>/roles/<uuid:role>/end/", administration.role_end, name="role_end"),
    path("accounts/<uuid:pk>/reset/", administration.account_reset, name="account_reset"),
    path("accounts/<uuid:pk>/activity/", administration.account_activity, name="account_activity"),
    path("audit/", audit.audit, name="audit"),
]
