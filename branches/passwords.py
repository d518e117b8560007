"""Password rules beyond Django's own."""

import re
from typing import Any

from django.core.exceptions import ValidationError

CLASSES = (r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z0-9]")


class CharacterClassesValidator:
    """At least three of: small letters, capitals, digits, other signs (GB/T 22239 identity control)."""

    def validate(self, password: str, user: Any = None) -> None:
        if sum(1 for pattern in CLASSES if re.search(pattern, password)) < 3:
            raise ValidationError(self.get_help_text(), code="password_classes")

    def get_help_text(self) -> str:
        return "密码须包含大写字母、小写字母、数字、其他符号中的至少三类。"
