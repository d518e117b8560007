"""Lists of people are in the order of their pinyin, accounts as well as members."""

from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from branches.models import User
from branches.pinyin import in_order
from plans.selectors.queue import reviewers_of
from tests.branches.test_login import as_
from tests.cast import TODAY, Cast


def test_names_that_sound_alike_stand_together() -> None:
    assert in_order(["赵敏", "黎明", "安然", "李明", "Bo"]) == ["安然", "Bo", "李明", "黎明", "赵敏"]


@pytest.mark.django_db
def test_accounts_are_listed_by_pinyin(cast: Cast) -> None:
    page = as_(cast.wei).get(reverse("branches:account_list")).context["page"]
    # duan fang gu he lin qiao shen song tang wei yu
    assert [row.display_name for row in page] == [
        "段落", "方圆", "顾小满", "何清", "林向阳", "乔木", "沈一鸣", "宋知秋", "唐果", "魏然", "余静"
    ]  # fmt: skip
    assert [row.display_name for row in reviewers_of(cast.he, TODAY)] == ["段落", "何清", "沈一鸣"]


@pytest.mark.django_db
def test_accounts_of_before_get_their_pinyin(cast: Cast) -> None:
    User.objects.update(name_pinyin="")
    import_module("branches.migrations.0004_user_spelling").spell(apps, None)
    assert User.objects.get(pk=cast.gu.pk).name_pinyin == "guxiaoman"
