from django.urls import path

from plans.views import outline

urlpatterns = [
    path("<uuid:pk>/edit/", outline.edit, name="edit"),
    path("<uuid:pk>/facts/", outline.save_facts, name="facts"),
    path("<uuid:pk>/sections/add/", outline.add_section, name="section_add"),
    path("<uuid:pk>/sections/special/", outline.add_special, name="special_add"),
    path("<uuid:pk>/sections/<uuid:section>/save/", outline.save_section, name="section_save"),
    path("<uuid:pk>/sections/<uuid:section>/split/", outline.split_section, name="section_split"),
    path("<uuid:pk>/sections/<uuid:section>/step/", outline.step_section, name="section_step"),
    path("<uuid:pk>/sections/<uuid:section>/move/", outline.move_section, name="section_move"),
    path("<uuid:pk>/sections/<uuid:section>/remove/", outline.remove_section, name="section_remove"),
    path("<uuid:pk>/sections/restore/<uuid:removal>/", outline.restore_section, name="section_restore"),
]
