from django.urls import path

from branches import views

app_name = "branches"
urlpatterns = [
    path("login/", views.PortalLoginView.as_view(), name="login"),
    path("logout/", views.PortalLogoutView.as_view(), name="logout"),
    path("account/password/", views.change_own_password, name="change_password"),
    path("account/role/", views.switch_role, name="switch_role"),
    path("account/type-size/", views.set_type_size, name="set_type_size"),
]
