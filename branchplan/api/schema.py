"""What the OpenAPI description adds to every operation."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from branchplan.api.gate import TokenAuthentication

REFUSALS = {
    "400": "参数有误",
    "401": "没有令牌，或者令牌无效",
    "403": "令牌没有读取这项内容的权限",
    "404": "没有，或者不在令牌的范围内",
    "429": "一分钟内的请求太多，Retry-After 写明几秒后再来",
}


class TokenScheme(OpenApiAuthenticationExtension):
    """How the schema names it."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "由教育工委管理员在“账号 → 数据接口”里制作。"}


def add_refusals(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """The answers that any operation may give besides the right one."""
    for path in result["paths"].values():
        for operation in path.values():
            for status, words in REFUSALS.items():
                content = {"application/json": {"schema": {"type": "object"}}}
                operation["responses"].setdefault(status, {"description": words, "content": content})
    return result
