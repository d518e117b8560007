"""gunicorn's logs: `gunicorn --logger-class branchplan.server_log.Logger`."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger as GunicornLogger

from branchplan.logs import HideSecrets

_HIDE = HideSecrets()


class Logger(GunicornLogger):
    """Access and error log without the secrets in addresses of calendar feeds."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.addFilter(_HIDE)
        self.access_log.addFilter(_HIDE)
